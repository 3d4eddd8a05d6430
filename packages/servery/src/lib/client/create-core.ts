import { ServeryError } from "../base/servery-error.ts";
import type { Link } from "../ports/link.ts";
import { isProblemError } from "../protocol/problem-error.ts";
import type { CalledOperation } from "./called-operation.ts";
import type { Caller } from "./caller.ts";
import type { ClientCore } from "./client-core.ts";
import type { HttpClientOptions, LinkClientOptions } from "./client-options.ts";
import { systemClock } from "./clock.ts";
import type { Route } from "./encode-request.ts";
import type { HttpEndpoint } from "./http-endpoint.ts";
import { createHttpLink } from "./http-link.ts";
import { invoke } from "./invoke.ts";
import { createSnapshots } from "./snapshots.ts";

/** How many queries are one request where a client does not say. */
const defaultBatch = 20;

/**
 * Makes the core of a client of this contract, by the routes that are still to be filled in.
 * @throws ServeryError `invalid_url`.
 */
export function createCore(
  contract: string,
  routes: ReadonlyMap<string, Route>,
  identity: ReadonlyMap<string, CalledOperation>,
  options: HttpClientOptions | LinkClientOptions,
): ClientCore {
  const caller = toCaller(routes, options);
  const core: ClientCore = {
    contract,
    name: `${contract}@${options.url ?? ""}`,
    caller,
    identity,
    keeper: undefined,
    follow: undefined,
    call: async (operation, input, callOptions) => {
      const followed = core.follow?.(operation, input);
      const own = { ...caller, keeper: core.keeper };
      try {
        const output = await invoke(own, operation, input, callOptions, followed?.isCurrent);
        followed?.settle({ output });
        return output;
      } catch (error) {
        if (isProblemError(error)) followed?.settle({ problem: error.problem });
        throw error;
      }
    },
  };
  return core;
}

function toCaller(
  routes: ReadonlyMap<string, Route>,
  options: HttpClientOptions | LinkClientOptions,
): Caller {
  const { clock = systemClock, random = Math.random, timeoutMs = 30_000, retry = {} } = options;
  const endpoint = options.link === undefined ? toEndpoint(options) : undefined;
  const { headers, onWait, captcha } = options;
  return {
    link: options.link ?? toLink(routes, endpoint!, options),
    endpoint,
    snapshots: createSnapshots(),
    headers,
    clock,
    random,
    timeoutMs,
    retry,
    onWait,
    captcha,
    keeper: undefined,
  };
}

function toLink(
  routes: ReadonlyMap<string, Route>,
  endpoint: HttpEndpoint,
  { batch = false }: HttpClientOptions,
): Link {
  const link = createHttpLink(routes, endpoint);
  if (batch === false) return link;
  const { max = defaultBatch } = Object(batch) as { readonly max?: number };
  let loading: Promise<Link> | undefined;
  return {
    call: async (...given) => {
      loading ??= import("./batch-link.ts").then(
        ({ createBatchLink }) => createBatchLink(link, routes, endpoint, max),
        // Without it all is as it would be otherwise, only slower.
        () => link,
      );
      return (await loading).call(...given);
    },
  };
}

function toEndpoint({
  url = "",
  credentials,
  fetch,
  clock = systemClock,
}: HttpClientOptions): HttpEndpoint {
  const base = url.replace(/\/+$/, "");
  // Late, so that a later replacement of the global one (mocks, instrumentation) is heeded.
  const send = fetch ?? ((target: string, init: RequestInit) => globalThis.fetch(target, init));
  const hasOrigin = "location" in globalThis;
  if (!/^https?:\/\/./.test(base) && !(hasOrigin && /^(?:\/|$)/.test(base)))
    throw new ServeryError(
      "invalid_url",
      `A client cannot reach "${url}": pass { url: "https://…" }${hasOrigin ? " or a path of this origin" : ", as there is no page whose origin it could take"}.`,
    );
  return { url: base, credentials, fetch: send, isPlain: fetch === undefined, clock };
}
