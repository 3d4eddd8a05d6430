import { tokens } from "servery/client";

import type { HttpClientOptions } from "../../../src/lib/client/client-options.ts";
import { livePath } from "../../../src/lib/protocol/live.ts";
import type { Random } from "../../durability/random.ts";
import type { Recorder } from "./history.ts";
import { createLedgerClient } from "./ledger-client.ts";
import { createLife, type Life } from "./ledger-life.ts";
import type { LedgerWorld } from "./ledger-world.ts";
import type { TornProxy } from "./torn-proxy.ts";

export type Fetch = NonNullable<HttpClientOptions["fetch"]>;

interface LivesOptions {
  readonly random: Random;
  readonly recorder: Recorder;
  /** Puts something between clients and their services. */
  readonly wrap: (fetch: Fetch) => Fetch;
}

/** Clients of every kind, by where they call and how they watch. */
export function createLives(
  { far, near, link, users }: LedgerWorld,
  { random, recorder, wrap }: LivesOptions,
): Life[] {
  // Waits of a tenth, as they are of no interest.
  const calm = { random: () => random.below(100) / 1000, timeoutMs: 10_000 };
  const over = (home: TornProxy, options: Partial<HttpClientOptions> = {}) => ({
    ...calm,
    ...options,
    url: home.url,
    fetch: wrap(options.fetch ?? fetch),
  });
  const toNear = withoutHome(near.url, far.url, random);
  const toFar = withoutHome(far.url, near.url, random);
  const session = () => ({ session: tokens() });
  const kinds = {
    stream: over(far),
    batching: over(far, { batch: true }),
    polling: over(far, { fetch: withoutStreams(fetch) }),
    near: over(near),
    roaming: over(far, { fetch: toFar, batch: true }),
    wandering: over(near, { fetch: withoutStreams(toNear) }),
    guest: over(far, session()),
    visitor: over(near, { ...session(), fetch: toNear }),
    inside: { ...calm, link },
  };
  return Object.entries(kinds).map(([name, options]) => {
    const client = createLedgerClient(name, recorder, options);
    return createLife(client, { recorder, random, users: "session" in options ? users : [] });
  });
}

/** Sends every other call to another service; streams stay where they are, as behind most balancers. */
function withoutHome(home: string, other: string, random: Random): Fetch {
  return (url, init) => {
    const path = url.slice(home.length);
    const isAway = !path.startsWith(livePath) && random.below(2) === 0;
    return fetch(isAway ? other + path : url, init);
  };
}

/** A way on which streams end at once, as through some proxies: clients poll then. */
function withoutStreams(way: Fetch): Fetch {
  return async (url, init) => {
    if (!url.endsWith(livePath)) return way(url, init);
    return new Response("", { headers: { "content-type": "text/event-stream" } });
  };
}
