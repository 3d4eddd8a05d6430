import { useSyncExternalStore } from "react";

import { coreOf } from "../client/client-core.ts";
import { type SessionStore, storeOf } from "../client/session-store.ts";

/** A number that grows whenever the caller of this call may be another: what came before is not theirs. */
export function useEpoch(call: object): number {
  return useSyncExternalStore(
    sessionBehind(call)?.onChange ?? subscribeToNothing,
    () => epochOf(call),
    () => 0,
  );
}

/** The same, now and outside of a render. */
export function epochOf(call: object): number {
  return sessionBehind(call)?.epoch ?? 0;
}

function sessionBehind(call: object): SessionStore | undefined {
  const core = coreOf(call);
  return core && core.identity.size > 0 ? storeOf(core) : undefined;
}

function subscribeToNothing(): () => void {
  return () => {};
}
