import { connect } from "node:net";

import { onTestFinished } from "vitest";

import { toFetch } from "../../src/lib/adapters/fetch/to-fetch.ts";
import { contract } from "../../src/lib/contract/contract.ts";
import { serve } from "../../src/lib/adapters/node/serve.ts";
import type { Exchange, Reply } from "../../src/lib/ports/exchange.ts";
import { silentLog } from "../../src/lib/ports/log.ts";
import { toLimits } from "../../src/lib/server/pipeline/limits.ts";

/** An answer that is read as it comes. */
interface StreamedAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** The next bytes as text; `undefined` at the end. Rejects where it was broken off. */
  read(): Promise<string | undefined>;
  /** Goes away. */
  leave(): Promise<void>;
}

/** What answers exchanges over a transport. */
interface StreamTransport {
  readonly name: "fetch" | "node:http";
  /** Sends a request; the answer's headers must have come. */
  ask(handle: Handle, init?: { method?: string; signal?: AbortSignal }): Promise<StreamedAnswer>;
}

type Handle = (exchange: Exchange) => Promise<Reply>;

const limits = toLimits();

const overFetch: StreamTransport = {
  name: "fetch",
  async ask(handle, init = {}) {
    return toAnswer(await toFetch(handle, limits)(new Request("http://service.example/", init)));
  },
};

const overNode: StreamTransport = {
  name: "node:http",
  async ask(handle, init = {}) {
    return toAnswer(await fetch(await serveStream(handle), init));
  },
};

/** Every transport passes the same suite. */
export const streamTransports = [overFetch, overNode];

/** Serves what answers with `handle` until the test is over; answers its address. */
export async function serveStream(handle: Handle): Promise<string> {
  const service = {
    contract: contract({ name: "streams", operations: {} }),
    limits,
    ready: () => Promise.resolve(),
    close: () => Promise.resolve(),
    handle,
  };
  const served = await serve(service, { port: 0, signals: false, log: silentLog });
  onTestFinished(async () => {
    served.server.closeAllConnections();
    await served.close();
  });
  return served.url;
}

/** Opens a connection that says one thing, and reads no more than a first buffer before it is told to. */
export function connectSilently(url: string, request: string) {
  const socket = connect({ host: "127.0.0.1", port: Number(new URL(url).port) });
  socket.on("error", () => {});
  socket.write(request);
  return socket;
}

function toAnswer({ status, headers, body }: Response): StreamedAnswer {
  const reader = body?.getReader();
  const decoder = new TextDecoder();
  return {
    status,
    headers,
    async read() {
      const { value } = (await reader?.read()) ?? {};
      return value === undefined ? undefined : decoder.decode(value, { stream: true });
    },
    leave: async () => reader?.cancel(),
  };
}
