import { request as httpRequest } from "node:http";

import { serve } from "servery/node";
import type { Service } from "servery/server";
import { silentLog } from "servery/server";

/** A request as a scenario states it. */
interface Ask {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | undefined;
}

/** What came back. */
export interface Answer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bytes: Uint8Array;
}

/** A way in which requests reach a service. */
export interface Transport {
  readonly name: "fetch" | "node:http";
  open(service: Service): Promise<OpenTransport>;
}

export interface OpenTransport {
  send(ask: Ask): Promise<Answer>;
  close(): Promise<void>;
}

const overFetch: Transport = {
  name: "fetch",
  async open(service) {
    await service.ready();
    return {
      async send({ method, path, headers, body }) {
        const init = { method, headers, ...(body === undefined ? {} : { body: body as BodyInit }) };
        const response = await service.fetch(new Request(`http://service.example${path}`, init));
        return {
          status: response.status,
          headers: Object.fromEntries(response.headers),
          bytes: new Uint8Array(await response.arrayBuffer()),
        };
      },
      close: () => service.close(),
    };
  },
};

const overNode: Transport = {
  name: "node:http",
  async open(service) {
    const served = await serve(service, { port: 0, signals: false, log: silentLog });
    return {
      send: (ask) => sendOverHttp(served.url, ask),
      close: async () => void (await served.close()),
    };
  },
};

// Not `fetch`: it normalises paths and forbids headers such as Origin.
export function sendOverHttp(url: string, { method, path, headers, body }: Ask): Promise<Answer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      { hostname, port, method, path, headers, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers as Record<string, string>,
            bytes: new Uint8Array(Buffer.concat(chunks)),
          }),
        );
      },
    );
    request.on("error", reject);
    request.end(body);
  });
}

/** Every transport passes the same scenarios. */
export const transports: readonly Transport[] = [overFetch, overNode];
