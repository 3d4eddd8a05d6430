import { churn, type ChurnOrder } from "./churn-clients.ts";
import type { BoardName } from "./notes/boards.ts";
import { timeChanges, type TimingOrder } from "./time-changes.ts";
import { type RegionsOrder, watchRegions } from "./watch-regions.ts";
import { boardClients } from "./watchers.ts";
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

async function run(order: Order): Promise<unknown> {
  if ("shape" in order) return timeChanges(order, await boardClients[order.board as BoardName]());
  if ("churnSeconds" in order) return churn(order);
  return "regions" in order ? watchRegions(order) : runWrites(order);
}
