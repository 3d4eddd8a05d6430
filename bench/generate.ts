import { type FloodOrder, runFlood } from "./load/flood.ts";
import { type LoadOrder, runLoad } from "./load/run-load.ts";

/** The load generator, in a process of its own: answers each order of its parent with a result. */
process.on("message", (order: LoadOrder | FloodOrder) => {
  const run = "scenario" in order ? runLoad(order) : runFlood(order);
  void run.then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
