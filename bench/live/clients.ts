import { churn, type ChurnOrder } from "./churn-clients.ts";
import { timeChanges, type TimingOrder } from "./time-changes.ts";
import { type RegionsOrder, watchRegions } from "./watch-regions.ts";
import { runWrites, type WriteOrder } from "./write-load.ts";

type Order = TimingOrder | RegionsOrder | WriteOrder | ChurnOrder;

/** The clients of a board, in a process of their own: answers each order of its parent with a result. */
process.on("message", (order: Order) => {
  void run(order).then(
    (result) => process.send?.({ result: result ?? null }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.once("disconnect", () => process.exit());

function run(order: Order): Promise<unknown> {
  if ("shape" in order) return timeChanges(order);
  if ("churnSeconds" in order) return churn(order);
  return "regions" in order ? watchRegions(order) : runWrites(order);
}
