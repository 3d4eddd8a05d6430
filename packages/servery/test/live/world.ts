import { createHash } from "node:crypto";
import type { Platform } from "../../src/lib/ports/platform.ts";
import { type CommitTeller, createCommitFeed } from "../../src/lib/server/data/commit-feed.ts";
import type { PolicyQuestion, ReadPlan } from "../../src/lib/server/data/reads/read-plan.ts";
import type { WriteSet } from "../../src/lib/server/data/writes/write-set.ts";
import type { LiveQuery } from "../../src/lib/server/live/live-query.ts";
import type { Answer, Question } from "../../src/lib/server/live/question.ts";
import type { RunRecord } from "../../src/lib/server/live/run-record.ts";
import { createManualClock } from "../data/fixture.ts";
import { region, updates, writes } from "./regions.ts";

/** Rows with values, and a feed that tells of every change: what a database is to the live engine. */
export interface World {
  readonly commits: CommitTeller;
  /** Changes a row and commits; answers the number of the state. */
  write(row: string, value: string): number;
  /** The same by another process: nobody hears of it by itself. `counts`: whether it numbers its commits. */
  writeElsewhere(row: string, value: string, options?: { readonly counts: boolean }): void;
  read(row: string): string | undefined;
  /** Snapshots that were given up because others have committed. */
  readonly retired: number;
}

/** @param monotonic a clock, for those who look less often than they ask. */
export function createWorld(monotonic = (): number => 0): World {
  const rows = new Map<string, string>();
  let count = 0;
  let version = 0;
  let seen = version;
  let seenAt = Number.NEGATIVE_INFINITY;
  let retired = 0;
  const commits = createCommitFeed("world", {
    version(since = Number.POSITIVE_INFINITY) {
      if (seenAt > since) return seen;
      seenAt = monotonic();
      return (seen = version);
    },
    count: () => count,
    retire: () => void retired++,
  });
  function change(row: string, value: string): WriteSet {
    const before = rows.get(row) ?? "";
    rows.set(row, value);
    return writes([updates("rows", { row, value: before }, { row, value })]);
  }
  return {
    commits,
    write(row, value) {
      const given = change(row, value);
      const previous = count++;
      commits.tell({ previous, count, writes: given });
      return count;
    },
    writeElsewhere(row, value, { counts } = { counts: true }) {
      change(row, value);
      version++;
      if (counts) count++;
    },
    read: (row) => rows.get(row),
    get retired() {
      return retired;
    },
  };
}

/** What a test says of a query. */
export interface QueryOptions {
  /** Who asks: what they answer. */
  readonly caller?: Readonly<Record<Question, Answer>>;
  /** The same for equal queries; by default the row. */
  readonly key?: string;
  /** What it asks of its caller, the answer of which is part of its result. */
  readonly asks?: readonly Question[] | (() => readonly Question[]);
  readonly policies?: readonly PolicyQuestion[];
  readonly isKept?: boolean;
  readonly usesClock?: boolean;
  readonly forbidden?: string;
  readonly everything?: string;
  readonly callerSignal?: AbortSignal;
  /** What stands between the snapshot's begin and its end. */
  readonly meanwhile?: (signal: AbortSignal | undefined) => Promise<void> | void;
  /** What the handler throws in the end. */
  readonly fails?: () => { readonly status: number } | undefined;
  /** Reads nothing at all. */
  readonly isBlind?: boolean;
}

/** A query of a user that answers whose it is. */
export const as = (user: string, options: QueryOptions = {}): QueryOptions => ({
  caller: { user },
  asks: ["user"],
  ...options,
});

/** Queries of a world that count their runs. */
export function createQueries(world: World) {
  const runs = new Map<string, number>();
  const counted = (key: string): void => void runs.set(key, (runs.get(key) ?? 0) + 1);

  /** A query that reads one row, whatever else it does. */
  function query(row: string, options: QueryOptions = {}): LiveQuery {
    const { caller = {}, key = row, isKept = true, callerSignal } = options;
    const ask = (question: Question): Answer => caller[question] ?? null;
    return {
      operation: "rows.get",
      key,
      isKept,
      ask,
      callerSignal,
      async run(record, signal) {
        counted(key);
        const text = readRow(world, row, record, { ...options, caller });
        const count = world.commits.count();
        await options.meanwhile?.(signal);
        record.onSnapshot(count);
        const failure = options.fails?.();
        if (failure !== undefined) throw new Failure(failure.status);
        return text;
      },
      toProblem: (error) => toProblem(error),
    };
  }
  return { query, runs };
}

function readRow(world: World, row: string, record: RunRecord, options: QueryOptions): string {
  const { caller = {}, asks = [], isBlind, usesClock, forbidden } = options;
  if (isBlind !== true)
    record.onStatement({
      statement: { sql: `SELECT ${row}`, plan: toPlan(row, options) },
      reach: "restricted",
      parameters: [],
      caller: { user: caller["user"] ?? null, roles: rolesOf(caller) },
    });
  if (usesClock === true) record.onClock();
  if (forbidden !== undefined) record.forbid(forbidden);
  const questions = typeof asks === "function" ? asks() : asks;
  const answers = questions.map((question) => {
    const answer = caller[question] ?? null;
    record.onAsked(question, answer);
    return answer;
  });
  return JSON.stringify({ value: world.read(row) ?? null, answers });
}

function rolesOf(caller: Readonly<Record<Question, Answer>>): ReadonlySet<string> {
  const held = Object.keys(caller).filter(
    (name) => name.startsWith("role:") && caller[name] !== null,
  );
  return new Set(held.map((name) => name.slice("role:".length)));
}

function toPlan(row: string, { policies = [], everything }: QueryOptions): ReadPlan {
  return {
    toRegions: () => [region("rows", { columns: ["value"], equals: { row: [row] } })],
    questions: policies,
    volatile: undefined,
    everything,
  };
}

class Failure extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`It failed with ${status}`);
    this.status = status;
  }
}

function toProblem(error: unknown): ReturnType<LiveQuery["toProblem"]> {
  const status = error instanceof Failure ? error.status : 500;
  const problem = { type: "about:blank", title: "It failed", status, code: `failed_${status}` };
  return { problem, isPassing: status >= 500 };
}

/** What the live engine needs of its platform, with a clock that stands still. */
export function createLivePlatform() {
  const clock = createManualClock();
  const sha256 = (data: string | Uint8Array): string =>
    createHash("sha256").update(data).digest("base64url");
  return { ...clock, sha256 } satisfies Partial<Platform>;
}

/** A promise that a test lets go on. */
export function createGate() {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  return { wait: () => promise, open: resolve, fail: reject };
}

/** Lets everything happen that is on its way. */
export async function settle(turns = 10): Promise<void> {
  for (let turn = 0; turn < turns; turn++)
    await new Promise((resolve) => void setImmediate(resolve));
}
