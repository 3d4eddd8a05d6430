import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import { compareSnapshots, formatSnapshotToken } from "../../protocol/snapshot-token.ts";
import type { CommitFeed } from "../data/commit-feed.ts";
import { glanceMs } from "../data/system-connection.ts";
import { createAuditor } from "./auditor.ts";
import type { OutputEntry } from "./entry.ts";
import { createKeptResults } from "./kept-results.ts";
import type { LiveQuery } from "./live-query.ts";
import type { LiveSettings } from "./live-settings.ts";
import type { Ask } from "./question.ts";
import { createReactiveCache, type ReadResult } from "./reactive-cache.ts";
import { createRerunHistory, type Rerun } from "./rerun-history.ts";
import { createScopes } from "./scopes.ts";
import { createWatches, type LiveWatch } from "./watches.ts";
import type { WatchListener } from "./watch-state.ts";

/** How the cache and the watches are doing. */
export interface LiveStatus {
  /** Results that are kept, and what those that are not watched weigh in bytes, roughly. */
  readonly kept: number;
  readonly bytes: number;
  /** What those that are watched weigh. */
  readonly watchedBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly watches: number;
  /** Answers from the cache that were compared with a run. */
  readonly audited: number;
  /** Differences that no change explains: there should be none. */
  readonly missed: number;
}

/** What makes queries live: results that are kept as long as they hold, and told when they do not. */
export interface Live {
  /** What is kept for such a caller, at this time of the monotonic clock. */
  find(key: string, ask: Ask, now: number): OutputEntry | undefined;
  /** The same, by a text that was passed to {@link read} with the query. */
  findByAlias(alias: string, ask: Ask, now: number): OutputEntry | undefined;
  /** Whether there is room for what nobody watches. */
  readonly keepsOutputs: boolean;
  /**
   * Whether a text that would lead to a query was lately looked at; from now on it was. At first sight a query is
   * best run for its caller alone: nothing of it would be kept, and whatever prepares for that costs time.
   */
  look(alias: string): boolean;
  /** Runs a query, or waits for an equal one that runs. An alias was lately looked at. */
  read(query: LiveQuery, alias?: string): Promise<ReadResult>;
  /** Whether an answer from the cache is to be compared with a run. */
  wantsAudit(entry: OutputEntry, now: number): boolean;
  audit(query: LiveQuery, entry: OutputEntry): Promise<void>;
  watch(query: LiveQuery, listener: WatchListener): LiveWatch;
  /** What the results that are watched weigh, in bytes, roughly. */
  watchedBytes(): number;
  /** The newest state that is known, and in which all that is kept holds. */
  count(): number;
  /** The token of a state; of the newest one that is known. */
  token(count?: number): string;
  /** The token of the state up to which all who watch have been told of every change. */
  settledToken(): string;
  /** Whether the newest state is at least that of a token. Looks whether others have committed, if need be. */
  hasReached(token: string): boolean;
  /** The last runs of a watched query, and how many watch it. */
  historyOf(key: string): { readonly reruns: readonly Rerun[]; readonly watchers: number };
  status(): LiveStatus;
  close(): void;
}

export interface LiveOptions {
  readonly commits: CommitFeed;
  readonly platform: Pick<Platform, "defer" | "monotonic" | "now" | "schedule" | "sha256">;
  readonly log: Log;
  readonly settings: LiveSettings;
}

const sweepMs = 1000;

/** Opens the live part of a service over its database's commits. */
export function openLive({ commits, platform, log, settings }: LiveOptions): Live {
  const history = createRerunHistory();
  const scopes = createScopes();
  const count = (): number => commits.count();
  const kept = createKeptResults({
    commits,
    platform,
    settings,
    onInvalid: (entry, cause) => watches.onInvalid(entry, cause),
  });
  const watches = createWatches({ kept, scopes, platform, history, log, toToken: token, count });
  const cache = createReactiveCache({ kept, scopes, platform, count });
  const auditor = createAuditor({
    kept,
    lookAround: () => void (isClosed || commits.lookAround()),
    log,
    platform,
    every: settings.auditEvery,
  });
  const keepsOutputs = settings.cacheBytes > 0;
  let hits = 0;
  let misses = 0;
  let cancel: (() => void) | undefined;
  let untilSweep = 0;
  let isClosed = false;
  let newest: { readonly count: number; readonly token: string } | undefined;

  function counted(entry: OutputEntry | undefined): OutputEntry | undefined {
    if (entry !== undefined) hits++;
    return entry;
  }
  /** While anybody watches, others' commits and time itself must be noticed. */
  function keepLooking(): void {
    if (isClosed) return;
    cancel ??= platform.schedule(settings.lookAroundMs, () => {
      cancel = undefined;
      commits.lookAround();
      untilSweep -= settings.lookAroundMs;
      if (untilSweep <= 0) {
        untilSweep = sweepMs;
        watches.sweep();
      }
      if (watches.size > 0) keepLooking();
    });
  }
  function token(state = count()): string {
    if (newest?.count !== state)
      newest = {
        count: state,
        token: formatSnapshotToken({ database: commits.database, count: state }),
      };
    return newest.token;
  }

  return {
    find(key, ask, now) {
      commits.lookAround(now - glanceMs);
      return counted(cache.find(key, ask, now));
    },
    findByAlias(alias, ask, now) {
      commits.lookAround(now - glanceMs);
      return counted(cache.findByAlias(alias, ask, now));
    },
    read(query, alias) {
      misses++;
      return cache.read(query, alias);
    },
    look(alias) {
      const wasSeen = keepsOutputs && cache.look(alias);
      if (!wasSeen) misses++;
      return wasSeen;
    },
    keepsOutputs,
    wantsAudit: auditor.wants,
    audit: auditor.audit,
    watch(query, listener) {
      keepLooking();
      return watches.open(query, listener);
    },
    watchedBytes: () => kept.pinnedWeight,
    count,
    token,
    settledToken: () => token(watches.settledCount()),
    hasReached(asked) {
      if (compareSnapshots(token(), asked) !== "older") return true;
      commits.lookInside();
      return compareSnapshots(token(), asked) !== "older";
    },
    historyOf: (key) => ({ reruns: history.of(key), watchers: watches.countOf(key) }),
    status: () => ({
      kept: kept.size,
      bytes: kept.weight,
      watchedBytes: kept.pinnedWeight,
      hits,
      misses,
      watches: watches.size,
      ...auditor.status(),
    }),
    close() {
      isClosed = true;
      cancel?.();
      watches.close();
      kept.close();
    },
  };
}
