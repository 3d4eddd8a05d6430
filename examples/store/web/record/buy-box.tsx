import { useState } from "react";
import { Link } from "wouter";

import { mostCopies } from "../../contract/bounds.ts";
import { quantityOf } from "../cart/cart.ts";
import { addToCart, useCart } from "../cart/use-cart.ts";
import type { RecordDetail } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { toMoney, toPercent } from "../ui/money.ts";
import { News, useSpokenNews } from "../ui/news.tsx";
import { PriceTag } from "../ui/price-tag.tsx";
import { Stepper } from "../ui/stepper.tsx";

interface Properties {
  readonly record: RecordDetail;
  /** For where it is priced: what changes while that stays has changed by itself. */
  readonly subject: string | undefined;
}

/** What the record costs there, whether it is there, and the way to have it. */
export function BuyBox({ record, subject }: Properties) {
  const { id, title, price, membersCents, availability, shipping } = record;
  const inCart = quantityOf(useCart(), { kind: "record", id });
  const room =
    Math.min(mostCopies, availability.more ? mostCopies : availability.available) - inCart;
  const [wanted, setWanted] = useState(1);
  const copies = Math.min(wanted, room);
  const [money, stock] = [toMoney(price.cents, price.currency), stockWords(availability)];
  useSpokenNews(subject, `${title}: ${money}. ${stock}.`);
  const add = () => {
    addToCart({ kind: "record", id }, copies);
    setWanted(1);
    announce(`${copies === 1 ? title : `${copies} copies of ${title}`} put into the cart.`);
  };
  return (
    <div className="buy">
      <p className="buy-price fades">
        <News subject={subject} value={money}>
          <PriceTag price={price} />
        </News>
        <span className="buy-tax">
          {price.taxIncluded
            ? `${toPercent(price.taxBasisPoints)} ${price.taxName} included`
            : `plus ${toPercent(price.taxBasisPoints)} ${price.taxName}`}
        </span>
      </p>
      {membersCents === null ? null : (
        <p className="buy-members">
          <Link href="/account/membership">Members</Link> pay{" "}
          {toMoney(membersCents, price.currency)}.
        </p>
      )}
      <p className="buy-stock fades" data-state={availability.state}>
        <News subject={subject} value={stock}>
          {stock}
        </News>
      </p>
      <div className="buy-row">
        {room < 1 ? null : (
          <Stepper
            label={`Copies of ${title}`}
            value={copies}
            least={1}
            most={room}
            onChange={setWanted}
          />
        )}
        <button type="button" className="button button-main" onClick={add} disabled={room < 1}>
          {buttonWords(availability.state, room)}
        </button>
      </div>
      <p className="buy-note">
        {inCart > 0 ? (
          <>
            {inCart === 1 ? "One copy is" : `${inCart} copies are`} in your{" "}
            <Link href="/cart">cart</Link>.
          </>
        ) : (
          <>
            To {shipping.regionName} in {shipping.delivery},{" "}
            {toMoney(shipping.cents, price.currency)}; free from{" "}
            {toMoney(shipping.freeFromCents, price.currency)}.
          </>
        )}
      </p>
    </div>
  );
}

function stockWords({ state, available, more }: RecordDetail["availability"]): string {
  if (state === "out_of_stock") return "Sold out";
  if (state === "low_stock")
    return available === 1 ? "The last copy" : `Only ${available} copies left`;
  return more ? `In stock, more than ${available} copies` : `In stock, ${available} copies`;
}

function buttonWords(state: string, room: number): string {
  if (state === "out_of_stock") return "Sold out";
  return room < 1 ? "All we can sell you" : "Add to cart";
}
