import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

import type { Random } from "../../durability/random.ts";

/** A way to a server that stays the same while servers come and go, and that tears. */
export interface TornProxy {
  readonly url: string;
  /** Where new connections lead; nowhere, they are reset. */
  target: number | undefined;
  /** From now on connections are cut and held back, or not. */
  isTorn: boolean;
  /** Cuts all connections that there are. */
  cutAll(): void;
  /** How many connections it has cut in the middle of an answer. */
  readonly cuts: number;
  close(): Promise<void>;
}

/** One connection in so many is cut after some bytes of its answers; one piece in so many is held back. */
const oneCutIn = 3;
const oneHeldIn = 6;
const mostBytes = 6000;
const longestMs = 60;

/** Starts a proxy on TCP: it knows nothing of HTTP, so that it cuts frames and headers anywhere. */
export async function startTornProxy(random: Random): Promise<TornProxy> {
  const sockets = new Set<Socket>();
  let cuts = 0;
  const server = createServer((client) => {
    if (proxy.target === undefined) return void client.resetAndDestroy();
    const upstream = connect(proxy.target, "127.0.0.1");
    const end = () => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on("error", end).on("close", () => (sockets.delete(socket), end()));
    }
    client.pipe(upstream);
    let left = proxy.isTorn && random.below(oneCutIn) === 0 ? random.below(mostBytes) : Infinity;
    void pass(upstream, client, (bytes) => {
      left -= bytes.length;
      if (left > 0) return bytes;
      cuts++;
      return bytes.subarray(0, bytes.length + left);
    })
      .catch(() => undefined)
      .finally(end);
  });

  /** Passes on what comes, piece by piece and in its order, until there is no more or it is cut. */
  async function pass(
    from: Socket,
    to: Socket,
    take: (bytes: Uint8Array) => Uint8Array,
  ): Promise<void> {
    for await (const bytes of from as AsyncIterable<Uint8Array>) {
      const taken = take(bytes);
      if (proxy.isTorn && random.below(oneHeldIn) === 0) await hold(1 + random.below(longestMs));
      if (!to.write(taken)) await Promise.race([once(to, "drain"), once(to, "close")]);
      if (taken.length < bytes.length) return;
    }
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const proxy: TornProxy = {
    url: `http://127.0.0.1:${port}`,
    target: undefined,
    isTorn: true,
    cutAll() {
      for (const socket of sockets) socket.destroy();
    },
    get cuts() {
      return cuts;
    },
    close: async () => {
      proxy.cutAll();
      server.close();
      await once(server, "close");
    },
  };
  return proxy;
}

/** What a slow network does, which is what is tested here. */
function hold(milliseconds: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, milliseconds));
}
