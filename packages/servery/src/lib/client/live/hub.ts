import type { CalledOperation } from "../called-operation.ts";
import type { ClientCore } from "../client-core.ts";
import { type SessionStore, storeOf } from "../session-store.ts";
import { isOlder } from "../snapshots.ts";
import type { KnownResult, Watcher } from "../watcher.ts";
import { watching } from "./credentials.ts";
import { followNetwork } from "./network.ts";
import { openSource, toSharedName } from "./open-source.ts";
import { hold, lose, receive } from "./receive.ts";
import type { Source, SourceEvents } from "./source.ts";
import { turns } from "./turns.ts";
import {
  addWatcher,
  createWatchedQuery,
  forget,
  tellStatus,
  toShown,
  toWanted,
  type WatchedQuery,
} from "./watched-query.ts";

/** What is to be watched, and by whom. */
interface Joining {
  /** The same for equal queries. */
  readonly key: string;
  readonly operation: CalledOperation;
  readonly input: unknown;
  readonly watcher: Watcher;
  /** What the watcher has of it already. */
  readonly known: KnownResult | undefined;
}

/** All that a client watches. */
interface Hub {
  join(joining: Joining): () => void;
}

const hubs = new WeakMap<ClientCore, Hub>();

/** Adds a watcher to what a client watches; equal queries are one. What is returned takes it out again. */
export function join(core: ClientCore, joining: Joining): () => void {
  const hub = hubs.get(core) ?? createHub(core);
  hubs.set(core, hub);
  return hub.join(joining);
}

function createHub(core: ClientCore): Hub {
  const { snapshots } = core.caller;
  const queries = new Map<string, WatchedQuery>();
  const session = core.identity.size > 0 ? storeOf(core) : undefined;
  let source: Source | undefined;
  /** What was known when somebody else began to call. */
  let since: string | undefined;

  function open(): void {
    source?.close();
    const events = toEvents(core, queries, () => (source === opened ? opened : undefined));
    const wanted = () => Array.from(queries.values(), toWanted);
    const opened: Source = openSource(core, toSharedName(core, session), wanted, events);
    source = opened;
  }

  /** Later than it takes to join: who stops may begin again at once, or another in their place. */
  async function release(query: WatchedQuery): Promise<void> {
    await turns(3);
    if (query.watchers.size > 0 || queries.get(query.key) !== query) return;
    queries.delete(query.key);
    source?.sync();
  }

  snapshots.watched = (key, sent) => {
    // A call that was begun in another's name is answered with nothing that came in this one's.
    const isOthers = since !== undefined && (sent === undefined || !isOlder(since, sent));
    return isOthers ? undefined : toShown(snapshots, queries.get(key), sent);
  };
  followNetwork({
    onWake: () => queries.forEach(tellStatus),
    onOffline: () => queries.forEach(tellStatus),
  });
  if (session !== undefined)
    followCaller(core, session, (isOther) => {
      if (isOther) since = snapshots.newest;
      queries.forEach((query) => (isOther ? forget(query) : lose(query, undefined)));
      if (source !== undefined) open();
    });

  return {
    join: ({ key, operation, input, watcher, known }) => {
      const query = queries.get(key) ?? createWatchedQuery(key, operation, input);
      queries.set(key, query);
      addWatcher(query, watcher, known);
      if (source === undefined) open();
      else source.sync();
      return () => {
        query.watchers.delete(watcher);
        void release(query);
      };
    },
  };
}

/** Takes what a source tells, as long as it is the one that is heard. */
function toEvents(
  { caller: { snapshots }, follow }: ClientCore,
  queries: Map<string, WatchedQuery>,
  heard: () => Source | undefined,
): SourceEvents {
  const followed = follow?.(watching, undefined);
  return {
    onUpdate: (key, update) => {
      const query = queries.get(key);
      const source = heard();
      if (query === undefined || source === undefined) return;
      if (update.token !== undefined) snapshots.learn(update.token);
      if (update.ended === true) queries.delete(key);
      if (!receive(snapshots, query, update)) source.again(key);
      const { problem } = update;
      // As when a call meets it: then the session has ended.
      if (problem?.code === "unauthenticated") followed?.settle({ problem });
    },
    onBeat: (token) => {
      if (token === undefined || heard() === undefined) return;
      snapshots.learn(token);
      for (const query of queries.values()) hold(snapshots, query, token);
    },
    onLost: (problem) => {
      if (heard() !== undefined) for (const query of queries.values()) lose(query, problem);
    },
  };
}

/** Calls back when somebody else calls from now on, and when it became known who it has been all along. */
function followCaller(
  core: ClientCore,
  session: SessionStore,
  onChange: (isOther: boolean) => void,
): void {
  let { epoch } = session;
  let name = toSharedName(core, session);
  session.onChange(() => {
    const isOther = session.epoch !== epoch;
    const isNamed = toSharedName(core, session) !== name;
    ({ epoch } = session);
    name = toSharedName(core, session);
    if (isOther || isNamed) onChange(isOther);
  });
}
