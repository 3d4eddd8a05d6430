import { Zero } from "@rocicorp/zero";

import { timeChanges, type TimingOrder } from "../time-changes.ts";
import type { OpenBoardClient } from "../watchers.ts";
import { queries, schema } from "./schema.ts";

/** Each watch is a client of its own, with a connection and a store in memory, that has one query materialized. */
const openZeroClient: OpenBoardClient = async (port) => {
  const url = `http://127.0.0.1:${port}`;
  const cacheURL = await (await fetch(`${url}/cache`)).text();
  let made = 0;
  return {
    async watch(id, onChange) {
      const zero = new Zero({
        cacheURL,
        schema,
        queries,
        kvStore: "mem",
        storageKey: `client${++made}`,
        logLevel: "error",
      });
      const { promise, resolve } = Promise.withResolvers<void>();
      let isComplete = false;
      const view = zero.materialize(queries.note({ id }));
      view.addListener((_, state) => {
        if (isComplete) onChange();
        else if (state === "complete") {
          isComplete = true;
          resolve();
        }
      });
      await promise;
      return () => void zero.close();
    },
    async edit(id, body) {
      const { status } = await fetch(`${url}/edit`, {
        method: "POST",
        body: JSON.stringify({ id, body }),
      });
      if (status !== 204) throw new Error(`An edit was answered by ${status}.`);
    },
    close: () => {},
  };
};

process.on("message", (order: TimingOrder) => {
  void timeChanges(order, openZeroClient).then(
    (result) => process.send?.({ result }),
    (error: unknown) => process.send?.({ failure: String(error) }),
  );
});
process.once("disconnect", () => process.exit());
