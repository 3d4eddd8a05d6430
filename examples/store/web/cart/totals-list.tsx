import type { Totals } from "../client.ts";
import { toMoney, toPercent } from "../ui/money.ts";
import { News } from "../ui/news.tsx";

interface Properties {
  readonly totals: Totals;
  readonly ships: boolean;
  /** What they are of, where they may change by themselves. */
  readonly subject?: string | undefined;
}

/** What an order comes to, line by line. */
export function TotalsList({ totals, ships, subject }: Properties) {
  const { currency, itemsCents, discount, shippingCents, taxCents, taxIncluded, totalCents } =
    totals;
  const money = (cents: number) => toMoney(cents, currency);
  const tax = `${toPercent(totals.taxBasisPoints)} ${totals.taxName}`;
  return (
    <dl className="totals fades">
      <Row name="Items" value={money(itemsCents)} />
      {discount === null ? null : (
        <Row name={discount.name} value={`−${money(discount.cents)}`} note={discount.reason} />
      )}
      <Row name="Shipping" value={shippingWords(ships, shippingCents, money)} />
      {taxIncluded ? null : <Row name={`Plus ${tax}`} value={money(taxCents)} />}
      <div className="totals-sum">
        <dt>Total</dt>
        <dd>
          <News subject={subject} value={String(totalCents)}>
            {money(totalCents)}
          </News>
        </dd>
      </div>
      {taxIncluded ? <Row name={`Including ${tax}`} value={money(taxCents)} /> : null}
    </dl>
  );
}

function Row({
  name,
  value,
  note,
}: {
  readonly name: string;
  readonly value: string;
  readonly note?: string;
}) {
  return (
    <div>
      <dt>
        {name}
        {note === undefined ? null : <small>{note}</small>}
      </dt>
      <dd>{value}</dd>
    </div>
  );
}

function shippingWords(ships: boolean, cents: number, money: (cents: number) => string): string {
  if (!ships) return "Nothing to ship";
  return cents === 0 ? "Free" : money(cents);
}
