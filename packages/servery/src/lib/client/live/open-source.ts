import type { ClientCore } from "../client-core.ts";
import type { SessionStore } from "../session-store.ts";
import { createHttpSource } from "./http-source.ts";
import { createLinkSource } from "./link-source.ts";
import type { Source, SourceEvents, Wanted } from "./source.ts";

/**
 * The name that tabs which may share a connection have in common: they reach the same service, as the same
 * user. `undefined` where that cannot be told, or where there are no other tabs.
 */
export function toSharedName(
  _core: ClientCore,
  _session: SessionStore | undefined,
): string | undefined {
  return undefined;
}

/** Opens what tells of a client's queries. */
export function openSource(
  core: ClientCore,
  _sharedName: string | undefined,
  wanted: Wanted,
  events: SourceEvents,
): Source {
  const { endpoint } = core.caller;
  if (endpoint === undefined) return createLinkSource(core, wanted, events);
  return createHttpSource(core, endpoint, wanted, events);
}
