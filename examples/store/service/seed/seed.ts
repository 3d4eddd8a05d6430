import { contract, mutation } from "servery";
import { createService, type ServiceSettings, silentLog } from "servery/server";
import * as z from "zod";

import { tables } from "../../tables.ts";
import { fillShelves } from "./fill.ts";

/** What is done to the shelves before the shop opens. Never served: called in this process only. */
const stockroom = contract({
  name: "stockroom",
  operations: {
    fill: mutation({
      path: "/fill",
      access: "public",
      output: z.object({ records: z.int(), isNew: z.boolean() }),
    }),
  },
});

/** Fills an empty database; a shop that has records already is left alone. */
export async function seed(
  settings: ServiceSettings,
): Promise<{ records: number; isNew: boolean }> {
  const service = createService(stockroom, {
    log: silentLog,
    ...settings,
    tables,
    handlers: { fill: ({ db }) => fillShelves(db) },
  });
  try {
    return (await service.call("fill", undefined)) as Awaited<ReturnType<typeof fillShelves>>;
  } finally {
    await service.close();
  }
}
