import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { onTestFinished } from "vitest";

/** What a proxy has passed on, and what it holds back. */
export interface BufferingProxy {
  readonly url: string;
  /** Bytes of answers that it has, and that nobody has seen. */
  held(): number;
}

/** A proxy that passes an answer on when it has all of it, as some virus scanners and CDNs do. */
export async function startBufferingProxy(target: string): Promise<BufferingProxy> {
  let held = 0;
  const server = createServer(async (request, response) => {
    const gone = new AbortController();
    response.on("close", () => gone.abort());
    try {
      const body: Uint8Array[] = await Array.fromAsync(request);
      const { host: _, connection: __, ...headers } = request.headers as Record<string, string>;
      const answer = await fetch(target + request.url!, {
        method: request.method!,
        headers,
        body: Buffer.concat(body),
        signal: gone.signal,
      });
      const whole: Uint8Array[] = [];
      for await (const bytes of answer.body ?? []) {
        whole.push(bytes);
        held += bytes.byteLength;
      }
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(Buffer.concat(whole));
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, held: () => held };
}
