import type { WriteJob, WriteOutcome } from "./data.ts";
import { DataError, isDataError } from "./data-error.ts";
import type { PreparedConnection } from "./prepared-connection.ts";
import { closed, overloaded } from "./read-pool.ts";
import { aborted } from "./reader.ts";
import { toDataError } from "./statement-failure.ts";
import type { Tables } from "./table.ts";
import { type JobResult, runJob, type WriterTools, writeLedger } from "./write-job.ts";

export interface WriterLimits {
  readonly queuedWrites: number;
  readonly batchCount: number;
  readonly batchMs: number;
}

/** The single writer: jobs one at a time, commits shared by all that wait. */
export interface Writer<T extends Tables> {
  write<R>(job: WriteJob<T, R>): Promise<R>;
  status(): { readonly queued: number; readonly batches: number; readonly committed: number };
  /** Resolves when every accepted job is answered. */
  close(): Promise<void>;
}

/** A job in the queue, and how to answer it. */
interface Entry<T extends Tables> {
  readonly job: WriteJob<T, unknown>;
  settle(outcome: WriteOutcome<unknown>): void;
}

interface Attempt<T extends Tables> {
  readonly entry: Entry<T>;
  readonly result: JobResult<unknown>;
}

/** How long another process may hold the write lock until mutations are refused. */
const lockPatienceMs = 5000;
const longestPauseMs = 20;

/** Makes the writer of a connection that waits for no lock: the writer does, without blocking. */
export function createWriter<T extends Tables>(
  prepared: PreparedConnection,
  tools: WriterTools,
  limits: WriterLimits,
): Writer<T> {
  const { connection } = prepared;
  const { clock } = tools;
  let queue: Entry<T>[] = [];
  let running: Promise<void> | undefined;
  let isClosed = false;
  let batches = 0;
  let committed = 0;
  /** The state that the last commit has made, once there was one. */
  let state: number | undefined;

  /** Each batch begins in a turn of its own, so that what has arrived meanwhile can join it. */
  async function drain(): Promise<void> {
    while (queue.length > 0) {
      await new Promise<void>((resolve) => clock.defer(resolve));
      await runBatch();
    }
    running = undefined;
  }

  async function runBatch(): Promise<void> {
    const attempts = await attemptBatch();
    if (attempts.length === 0) return rollBack();
    const whole =
      attempts.every(({ result }) => result.ok !== "lost" && result.ok !== "unledgered") &&
      tryCommit() === undefined;
    if (whole) {
      batches++;
      committed += attempts.length;
      for (const { entry, result } of attempts) answer(entry, result as WriteOutcome<unknown>);
      return;
    }
    rollBack();
    let refusal: unknown;
    for (const { entry } of attempts)
      if (refusal === undefined) refusal = await runAlone(entry);
      else entry.settle({ ok: false, error: refusal });
  }

  /** Runs jobs in one open transaction, until one breaks it, none is left or the batch is full. */
  async function attemptBatch(): Promise<Attempt<T>[]> {
    const attempts: Attempt<T>[] = [];
    settleAborted();
    if (queue.length === 0) return attempts;
    const failure = await begin();
    if (failure !== undefined) {
      refuseAll(failure);
      return attempts;
    }
    const started = clock.monotonic();
    do {
      const entry = queue.shift();
      if (entry === undefined) break;
      if (entry.job.signal?.aborted) {
        entry.settle({ ok: false, error: aborted(entry.job.operation) });
        continue;
      }
      const result = await runSafely(entry);
      attempts.push({ entry, result });
      if (result.ok === "lost" || result.ok === "unledgered") break;
    } while (attempts.length < limits.batchCount && clock.monotonic() - started < limits.batchMs);
    return attempts;
  }

  /** The engine's own statements may fail too (a full disk): that is a lost transaction as well. */
  async function runSafely(entry: Entry<T>): Promise<JobResult<unknown>> {
    try {
      const result = await runJob(tools, entry.job);
      return connection.inTransaction || result.ok === "lost" || result.ok === "unledgered"
        ? result
        : { ok: "lost", outcome: result };
    } catch (error) {
      return { ok: "lost", outcome: { ok: false, error: toDataError(error, prepared.schema) } };
    }
  }

  /**
   * A transaction for one job, so that what breaks it is no one else's trouble. Answers why none could
   * be begun.
   */
  async function runAlone(entry: Entry<T>): Promise<unknown> {
    const failure = await begin();
    if (failure !== undefined) {
      entry.settle({ ok: false, error: failure });
      return failure;
    }
    const result = await runSafely(entry);
    answer(entry, await endAlone(entry, result));
    return undefined;
  }

  /** Says first what state the job's commit has made. */
  function answer({ job, settle }: Entry<T>, outcome: WriteOutcome<unknown>): void {
    if (state !== undefined) job.onCommitted?.(state);
    settle(outcome);
  }

  async function endAlone(
    entry: Entry<T>,
    result: JobResult<unknown>,
  ): Promise<WriteOutcome<unknown>> {
    if (result.ok === "lost") return ledgerOfLost(entry, result.outcome);
    if (result.ok === "unledgered") {
      rollBack();
      return { ok: false, error: result.error };
    }
    const failure = tryCommit();
    if (failure === undefined) {
      batches++;
      committed++;
      return result;
    }
    rollBack();
    return { ok: false, error: failure };
  }

  /** The effect is gone with its transaction; that it failed is written down in another. */
  async function ledgerOfLost(
    entry: Entry<T>,
    outcome: WriteOutcome<unknown>,
  ): Promise<WriteOutcome<unknown>> {
    rollBack();
    const lost: WriteOutcome<unknown> = outcome.ok
      ? { ok: false, error: transactionLost(entry.job.operation) }
      : outcome;
    if (entry.job.ledger === undefined) return lost;
    const failure = await begin();
    if (failure !== undefined) return { ok: false, error: failure };
    return endAlone({ ...entry }, writeLedger(tools, entry.job, lost));
  }

  /**
   * Begins a transaction, or answers why not. While another process holds the write lock it is asked for
   * again and again, with pauses in which everything else goes on.
   */
  async function begin(): Promise<unknown> {
    const giveUpAt = clock.monotonic() + lockPatienceMs;
    for (let pause = 1; ; pause = Math.min(pause * 2, longestPauseMs)) {
      const failure = attempt(() => {
        prepared.begin.run([]);
        tools.commits.begin();
      });
      if (failure !== undefined) rollBack();
      if (!isDataError(failure, "busy") || clock.monotonic() >= giveUpAt) return failure;
      await clock.pause(pause);
    }
  }

  function tryCommit(): unknown {
    tools.beforeCommit();
    const failure = attempt(() => {
      tools.commits.seal();
      prepared.commit.run([]);
    });
    if (failure !== undefined) return failure;
    // First, so that nothing is answered from what was kept, whatever the tasks do.
    state = tools.commits.publish();
    for (const task of tools.afterCommit.splice(0)) task();
    return undefined;
  }

  /** A rollback that fails has been done by the database already. */
  function rollBack(): void {
    tools.afterCommit.length = 0;
    tools.commits.discard();
    if (connection.inTransaction) attempt(() => prepared.rollback.run([]));
  }

  function settleAborted(): void {
    while (queue[0]?.job.signal?.aborted) {
      const { job, settle } = queue.shift()!;
      settle({ ok: false, error: aborted(job.operation) });
    }
  }

  /** Another process holds the write lock: waiting as long again for each job would stall the service. */
  function refuseAll(failure: unknown): void {
    const refused = queue;
    queue = [];
    for (const entry of refused) entry.settle({ ok: false, error: failure });
  }

  function attempt(run: () => void): unknown {
    try {
      run();
      return undefined;
    } catch (error) {
      return toDataError(error, prepared.schema);
    }
  }

  function enqueue<R>(job: WriteJob<T, R>): Promise<R> {
    const { promise, resolve, reject } = Promise.withResolvers<R>();
    queue.push({
      job: { ...job, run: clock.bindContext(job.run) } as WriteJob<T, unknown>,
      settle: (outcome) => (outcome.ok ? resolve(outcome.value as R) : reject(outcome.error)),
    });
    running ??= drain();
    return promise;
  }

  return {
    write(job) {
      if (isClosed) return Promise.reject(closed());
      if (job.signal?.aborted) return Promise.reject(aborted(job.operation));
      if (queue.length >= limits.queuedWrites) return Promise.reject(overloaded(job.operation));
      return enqueue(job);
    },
    status: () => ({ queued: queue.length, batches, committed }),
    async close() {
      isClosed = true;
      await running;
    },
  };
}

function transactionLost(operation: string): DataError {
  return new DataError(
    "transaction_lost",
    `${operation}: a statement made the database end the transaction (RAISE(ROLLBACK)?): nothing of it was kept.`,
  );
}
