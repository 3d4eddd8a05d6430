import { setQuantity } from "../cart/use-cart.ts";
import { ShortStock } from "../cart/cart-line.tsx";
import { toMoney } from "../ui/money.ts";
import { isUnsure, type OrderProblem } from "./use-place-order.ts";

interface Properties {
  readonly problem: OrderProblem;
  readonly onSettled: () => void;
}

/** Why the order was not placed, and what can be done about it on the spot. */
export function OrderTrouble({ problem, onSettled }: Properties) {
  return (
    <div className="trouble" role="alert" tabIndex={-1}>
      <p className="trouble-title">{titleOf(problem)}</p>
      <Body problem={problem} onSettled={onSettled} />
    </div>
  );
}

function Body({ problem, onSettled }: Properties) {
  if (problem.code === "out_of_stock")
    return (
      <ul>
        {/* An answer that is repeated comes without its data. */}
        {problem.data?.lines.map(({ productId, title, wanted, available }) => (
          <li key={productId}>
            <strong>{title}</strong>: you want {wanted}.{" "}
            <ShortStock
              available={available}
              onTake={(copies) => {
                setQuantity({ kind: "record", id: productId }, copies);
                onSettled();
              }}
            />
          </li>
        ))}
      </ul>
    );
  if (problem.code === "price_changed" && problem.data !== undefined) {
    const { expectedTotalCents, totals } = problem.data;
    return (
      <p>
        You saw {toMoney(expectedTotalCents, totals.currency)}; it is now{" "}
        <strong>{toMoney(totals.totalCents, totals.currency)}</strong>. Nothing was ordered. If that
        is right for you, place the order again.
      </p>
    );
  }
  if (problem.code === "unknown_product")
    return (
      <p>
        <button
          type="button"
          className="button button-small"
          onClick={() => {
            for (const thing of problem.data?.lines ?? []) setQuantity(thing, 0);
            onSettled();
          }}
        >
          Take it out of the cart
        </button>
      </p>
    );
  if (isUnsure(problem))
    return (
      <p>
        We could not learn whether your order was placed. Press the button again: it will not be
        ordered twice.
      </p>
    );
  return <p>{problem.detail ?? "Nothing was ordered."}</p>;
}

function titleOf(problem: OrderProblem): string {
  if (problem.code === "out_of_stock") return "Somebody was faster";
  if (problem.code === "price_changed") return "The total has changed";
  if (problem.code === "invalid_input") return "The order could not be read";
  return problem.title;
}
