import type { Update, WantedQuery } from "./source.ts";

/** What a tab that follows tells the one that leads. */
export interface FollowerMessage {
  /** Who tells. */
  readonly from: string;
  /** All that it watches. */
  readonly wants: readonly WantedQuery[];
  /** A query that it has to be told anew. */
  readonly again?: string;
}

/** What the tab that leads tells all others, or the one that is named in `to`. */
export interface LeaderMessage {
  readonly leader: string;
  readonly to?: string;
  readonly tells:
    | { readonly key: string; readonly update: Update }
    | { readonly beat: string | undefined }
    /** Nothing that was told is sure any more. */
    | { readonly lost: true }
    /** It leads now, and is to be told what is watched. */
    | { readonly hello: true }
    /** It has taken what it was told, and leads. */
    | { readonly heard: true };
}

/** What tabs of one user hear of each other. */
export interface TabEvents {
  onFollower(message: FollowerMessage): void;
  onLeader(message: LeaderMessage): void;
}

/** A tab's way to those that have a name in common with it. */
export interface TabChannel {
  post(message: FollowerMessage | LeaderMessage): void;
  close(): void;
}

/** Joins the tabs of this name. */
export function openTabChannel(name: string, events: TabEvents): TabChannel {
  const channel = new BroadcastChannel(name);
  channel.addEventListener("message", ({ data }) => {
    const message = Object(data) as Partial<FollowerMessage & LeaderMessage>;
    if (message.leader !== undefined) events.onLeader(message as LeaderMessage);
    else if (message.from !== undefined) events.onFollower(message as FollowerMessage);
  });
  return {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin.
    post: (message) => channel.postMessage(message),
    close: () => channel.close(),
  };
}

/** Holds a lock from when it is got until the signal is aborted; `onHeld` hears when that is. */
export function holdLock(name: string, signal: AbortSignal, onHeld: () => void): void {
  const hold = () =>
    new Promise<void>((release) => {
      signal.addEventListener("abort", () => release());
      if (signal.aborted) release();
      else onHeld();
    });
  navigator.locks.request(name, { signal }, hold).catch(() => {
    // Given up, or not to be had in such a page: then the tab stays as it is.
  });
}
