import { parseRecord } from "./token-storage.ts";

/** What tabs tell each other: who is signed in now, by id, or nobody and why. */
interface TabMessage {
  readonly user: string | null;
  /** Who it was before, as far as the telling tab knew. */
  readonly before: string | null;
  readonly reason: "signed_out" | "ended" | undefined;
}

/** The other tabs with the same service. */
export interface Tabs {
  tell(message: TabMessage): void;
}

/** What this tab wants to hear. */
export interface TabEvents {
  onMessage(message: TabMessage): void;
  /** The page has come back from where browsers keep pages for the back button, and has heard nothing there. */
  onReturn(): void;
}

/**
 * Joins the tabs that know a service by this name. Alone where there is no page.
 * @param via `"storage"` where what is told rests on what was stored before: a storage tells of both in their
 *   order, while a channel may be faster than what it tells of.
 */
export function joinTabs(
  name: string,
  via: "channel" | "storage",
  { onMessage, onReturn }: TabEvents,
): Tabs {
  if (!("location" in globalThis)) return { tell: () => {} };
  const hear = (data: unknown) => {
    const { user, before, reason } = Object(data) as Record<string, unknown>;
    if (user !== null && typeof user !== "string") return;
    onMessage({
      user,
      before: typeof before === "string" ? before : null,
      reason: reason === "ended" || reason === "signed_out" ? reason : undefined,
    });
  };
  globalThis.addEventListener?.("pageshow", (event) => {
    if (event.persisted) onReturn();
  });
  const hasChannel = "BroadcastChannel" in globalThis;
  const isByStorage = "localStorage" in globalThis && (via === "storage" || !hasChannel);
  return isByStorage || !hasChannel ? joinStorage(name, hear) : joinChannel(name, hear);
}

function joinChannel(name: string, hear: (data: unknown) => void): Tabs {
  const channel = new BroadcastChannel(name);
  channel.addEventListener("message", ({ data }) => hear(data));
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin.
  return { tell: (message) => channel.postMessage(message) };
}

function joinStorage(name: string, hear: (data: unknown) => void): Tabs {
  const key = `${name}:told`;
  globalThis.addEventListener?.("storage", (event) => {
    if (event.key === key && event.newValue !== null) hear(parseRecord(event.newValue));
  });
  return {
    tell: (message) => {
      try {
        // Only a value that differs is told.
        localStorage.setItem(key, JSON.stringify({ ...message, at: Math.random() }));
      } catch {
        // A page may have no storage: its tabs then find out when they are answered with 401.
      }
    },
  };
}
