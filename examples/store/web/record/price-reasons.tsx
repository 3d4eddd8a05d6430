import type { RecordDetail } from "../client.ts";
import { toPercent } from "../ui/money.ts";

/** Which discounts the service found, which one it applied, and why. */
export function PriceReasons({ record: { discounts } }: { readonly record: RecordDetail }) {
  if (discounts.length === 0) return null;
  return (
    <section className="reasons" aria-label="Discounts">
      <ul>
        {discounts.map(({ code, name, reason, basisPoints, applied }) => (
          <li key={code} data-applied={applied}>
            <span className="reason-percent">−{toPercent(basisPoints)}</span>
            <span>
              <strong>{name}.</strong> {reason}.
              {applied ? null : " Not added: the better discount above counts."}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
