import { type LoadOrder, runLoad } from "./load/run-load.ts";

/** The load generator, in a process of its own: answers each order of its parent with a result. */
process.on("message", (order: LoadOrder) => {
  void runLoad(order).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
