import type { orderStates } from "../../contract/bounds.ts";

type State = (typeof orderStates)[number];

export const stateWords: Readonly<Record<State, string>> = {
  placed: "Being packed",
  shipped: "Shipped",
  cancelled: "Cancelled",
};

export function OrderState({ state }: { readonly state: State }) {
  return (
    <span className="state" data-state={state}>
      {stateWords[state]}
    </span>
  );
}
