import type { ClientCore } from "../client-core.ts";
import type { SessionStore } from "../session-store.ts";
import { createHttpSource } from "./http-source.ts";
import { createLinkSource } from "./link-source.ts";
import type { OpenSource, Source, SourceEvents, Wanted } from "./source.ts";

/**
 * The name that tabs have in common which may share a connection: they reach the same service as the same user.
 * `undefined` where that cannot be told, and where there are no tabs or no way between them.
 */
export function toSharedName(
  { caller, keeper, name }: ClientCore,
  session: SessionStore | undefined,
): string | undefined {
  const { endpoint, headers } = caller;
  const hasTabs =
    "location" in globalThis && "BroadcastChannel" in globalThis && !!globalThis.navigator?.locks;
  // Headers of the client's own, or a fetch, may speak for somebody that we know nothing of.
  const isPlain = endpoint?.isPlain === true && headers === undefined;
  const isKnown = session?.state !== "unknown" && keeper?.isShared !== false;
  if (!hasTabs || !isPlain || !isKnown) return undefined;
  return `servery:live:${name}:${endpoint.credentials ?? ""}:${session?.user?.id ?? ""}`;
}

/** Opens what tells of a client's queries; between the tabs of this name, if there is one. */
export function openSource(
  core: ClientCore,
  sharedName: string | undefined,
  wanted: Wanted,
  events: SourceEvents,
): Source {
  const { endpoint, clock } = core.caller;
  if (endpoint === undefined) return createLinkSource(core, wanted, events);
  const connect: OpenSource = (...given) => createHttpSource(core, endpoint, ...given);
  if (sharedName === undefined) return connect(wanted, events);
  return openLater(
    import("./tabs-source.ts").then(
      ({ createTabsSource }) => {
        const tabs = { name: sharedName, clock, connect };
        return () => createTabsSource(tabs, wanted, events);
      },
      () => () => connect(wanted, events),
    ),
  );
}

/** A source that is still to be loaded. */
function openLater(loading: Promise<() => Source>): Source {
  let source: Source | undefined;
  let isClosed = false;
  void loading.then((open) => {
    if (!isClosed) source = open();
    return undefined;
  });
  return {
    // What is wanted is asked for when it opens.
    sync: () => source?.sync(),
    again: (key) => source?.again(key),
    close: () => {
      isClosed = true;
      source?.close();
    },
  };
}
