import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import * as z from "zod";

import { contract } from "../contract/contract.ts";
import { action, mutation, query } from "../contract/operation.ts";
import { problem } from "../contract/problem.ts";
import { createClient } from "./client.ts";
import type { HttpClientOptions } from "./client-options.ts";
import { createSkippingClock } from "./skipping-clock.fixture.ts";

const Album = z.object({ id: z.string(), title: z.string() });
export const store = contract({
  name: "store",
  basePath: "/api",
  operations: {
    albums: {
      get: query({ path: "/albums/:id", input: z.object({ id: z.string() }), output: Album }),
    },
    orders: {
      place: mutation({
        path: "/orders",
        input: z.object({ albumId: z.string() }),
        output: z.object({ id: z.string() }),
        problems: {
          out_of_stock: problem(409, "Not enough stock", z.object({ available: z.int() })),
        },
      }),
      pay: action({
        path: "/payments",
        input: z.object({ id: z.string() }),
        output: z.object({ id: z.string() }),
      }),
      ship: action({
        path: "/shipments",
        repeatable: true,
        input: z.object({ id: z.string() }),
        output: z.object({ id: z.string() }),
      }),
    },
  },
});

export const clock = createSkippingClock;
export const album = { id: "7", title: "Blue" };
export const passing = { title: "Busy", code: "overloaded", status: 503 };

export type Answer = (response: ServerResponse, request: IncomingMessage) => void;
interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const open: (() => void)[] = [];
/** Ends the servers of a test. */
export function endServers(): void {
  for (const close of open.splice(0)) close();
}

/** A real server that gives these answers in turn, the last one again and again. */
export async function serve(...answers: Answer[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)];
      seen.push({ line: `${method} ${url}`, headers, body });
      answer?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

export function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return (response) =>
    response.writeHead(status, { "content-type": type, ...headers }).end(JSON.stringify(value));
}

export const page: (status: number) => Answer = (status) => (response) =>
  response.writeHead(status, { "content-type": "text/html" }).end("<html>");
export const hangUp: Answer = (_, request) => request.socket.destroy();
export const cutOff: Answer = (response, request) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"id":"7",', () => request.socket.destroy());
};
export const never: Answer = () => {};

export function connect(url: string, options: Partial<HttpClientOptions> = {}) {
  return createClient(store, { url, clock: clock(), random: () => 0.5, ...options });
}
