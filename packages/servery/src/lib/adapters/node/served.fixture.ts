import { onTestFinished } from "vitest";
import * as z from "zod";

import { contract } from "../../contract/contract.ts";
import { mutation, query } from "../../contract/operation.ts";
import type { Exchange, Reply } from "../../ports/exchange.ts";
import { silentLog } from "../../ports/log.ts";
import { type ServiceLimits, toLimits } from "../../server/pipeline/limits.ts";
import { serve, type Served, type ServeOptions } from "./serve.ts";

/** A contract with a static and a parametric path. */
export const shelf = contract({
  name: "shelf",
  title: "The <Shelf> & Co",
  operations: {
    list: query({ path: "/records", access: "public", output: z.object({}) }),
    get: query({
      path: "/records/:id",
      access: "public",
      input: z.object({ id: z.string() }),
      output: z.object({}),
    }),
    add: mutation({ path: "/records", access: "public", output: z.object({}) }),
  },
});

/** Serves what answers with `handle`, until the test is over. */
export async function serveOnce(
  handle: (exchange: Exchange) => Promise<Reply> | Reply,
  { limits, ...options }: ServeOptions & { limits?: Partial<ServiceLimits> } = {},
): Promise<Served> {
  const served = await serve(
    {
      contract: shelf,
      limits: toLimits(limits),
      ready: () => Promise.resolve(),
      close: () => Promise.resolve(),
      handle: async (exchange) => handle(exchange),
    },
    { port: 0, signals: false, log: silentLog, ...options },
  );
  onTestFinished(async () => {
    served.server.closeAllConnections();
    await served.close();
  });
  return served;
}

/** A reply of text. */
export function text(body: string, status = 200): Reply {
  return { status, headers: { "content-type": "text/plain" }, body };
}
