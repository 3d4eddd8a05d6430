import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import { mustGetQuery } from "@rocicorp/zero";
import { handleQueryRequest } from "@rocicorp/zero/server";

import { machineMs } from "../clock.ts";
import { openPostgres } from "./postgres.ts";
import { queries, schema } from "./schema.ts";
import { startZeroCache } from "./zero-cache.ts";

/**
 * The board on Zero: Postgres, its cache server, and the application's own server, which says what the queries
 * are and edits notes. `node live/zero/serve.ts zero FOLDER NOTES`, as `live/notes/serve.ts`.
 */
const [, , , place = "", count = "1000"] = process.argv;
const postgres = await openPostgres(place, Number(count));
let commits: number[] = [];
const server = createServer((request, response) => {
  void answer(request, response).catch((error: unknown) => {
    response.writeHead(500).end(String(error));
  });
});
await once(server.listen(0, "127.0.0.1"), "listening");
const { port } = server.address() as AddressInfo;
const cache = await startZeroCache(postgres.url, `http://127.0.0.1:${port}/query`, place);

process.on("message", (asked: { readonly isLast?: boolean }) => {
  if (asked.isLast === true) void end().then(() => process.send?.({}));
  else process.send?.({ cpuMicros: 0, heapBytes: 0, rss: 0, commits });
  commits = [];
});
process.once("disconnect", () => void end().then(() => process.exit()));
process.send?.({ port });

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams: query } = new URL(request.url!, "http://127.0.0.1");
  if (pathname === "/cache") {
    response.end(`http://127.0.0.1:${cache.port}`);
    return;
  }
  const body = (await json(request)) as never;
  if (pathname === "/edit") {
    const { id, body: text } = body as { id: number; body: string };
    await postgres.edit(id, text);
    commits.push(machineMs());
    response.writeHead(204).end();
    return;
  }
  const handler = (name: string, args: unknown) =>
    mustGetQuery(queries, name).fn({ args, ctx: undefined } as never);
  const transformed = await handleQueryRequest({ handler, schema, userID: null, query, body });
  response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(transformed));
}

async function end(): Promise<void> {
  await cache.stop();
  await postgres.stop();
  server.close();
}
