import type { Deadlines } from "../../base/deadlines.ts";
import type { Connection, Statement } from "../../ports/database.ts";
import type { CommitRecorder } from "./commit-recorder.ts";
import type { DataClock, Ledger, WriteJob, WriteOutcome } from "./data.ts";
import { leaseLedger } from "./ledger.ts";
import { createHandlerDb } from "./handler-db.ts";
import { createLease, revokeLease, type StatementRunner } from "./lease.ts";
import { timedOut } from "./reader.ts";
import type { Tables } from "./table.ts";

/** What the writer's connection offers to a job. */
export interface WriterTools {
  readonly connection: Connection;
  readonly runner: StatementRunner;
  readonly ledger: Ledger;
  /** Called right before each commit. */
  beforeCommit(): void;
  readonly commits: CommitRecorder;
  /** What the ledger was told to do once the open transaction has committed. */
  readonly afterCommit: (() => void)[];
  readonly savepoint: Statement;
  readonly release: Statement;
  readonly rollbackTo: Statement;
  readonly deadlines: Deadlines;
  readonly clock: DataClock;
  /** Told when a handler waits for something other than its `db`; dev only. */
  readonly onIdle: ((operation: string) => void) | undefined;
}

/** How a job went in its enclosing transaction, to be told once that has committed. */
export type JobResult<R> =
  | WriteOutcome<R>
  /** The transaction ended under the job. */
  | { readonly ok: "lost"; readonly outcome: WriteOutcome<R> }
  /** Its ledger could not be written: the effect must not be kept either. */
  | { readonly ok: "unledgered"; readonly error: unknown };

const defaultWriteTimeoutMs = 10_000;

/** Runs one job in the open transaction: effects in a savepoint, the ledger around it. */
export async function runJob<T extends Tables, R>(
  tools: WriterTools,
  job: WriteJob<T, R>,
): Promise<JobResult<R>> {
  const { connection } = tools;
  try {
    const earlier = job.before?.(tools.ledger);
    if (earlier !== undefined) return { ok: true, value: earlier.replay };
  } catch (error) {
    return { ok: false, error };
  }
  tools.savepoint.run([]);
  const tasks = tools.afterCommit.length;
  const outcome = await runHandler(tools, job);
  if (!connection.inTransaction) return { ok: "lost", outcome };
  if (!outcome.ok) {
    tools.rollbackTo.run([]);
    // What is undone is not announced when its neighbours commit.
    tools.afterCommit.length = tasks;
  }
  tools.release.run([]);
  return writeLedger(tools, job, outcome);
}

export function writeLedger<T extends Tables, R>(
  tools: WriterTools,
  job: WriteJob<T, R>,
  outcome: WriteOutcome<R>,
): JobResult<R> {
  try {
    job.ledger?.(tools.ledger, outcome);
    return outcome;
  } catch (error) {
    return { ok: "unledgered", error };
  }
}

/** Runs the handler until it ends or its time is up, whichever is first; then it has no `db` any more. */
function runHandler<T extends Tables, R>(
  tools: WriterTools,
  job: WriteJob<T, R>,
): Promise<WriteOutcome<R>> {
  const { deadlines, clock, onIdle } = tools;
  const lease = createLease(job.operation, job);
  return new Promise((resolve) => {
    const timeoutMs = job.timeoutMs ?? defaultWriteTimeoutMs;
    const stop = deadlines.add(timeoutMs, () =>
      end("its time is up", { ok: false, error: timedOut(job.operation, timeoutMs) }),
    );

    function end(why: string, outcome: WriteOutcome<R>): void {
      if (lease.revoked !== undefined) return;
      revokeLease(lease, why);
      stop();
      resolve(outcome);
    }
    const done = "its handler has ended";

    if (onIdle !== undefined)
      clock.defer(() => {
        if (lease.revoked === undefined) onIdle(job.operation);
      });
    try {
      job.run(createHandlerDb<T>(tools.runner, lease), leaseLedger(tools.ledger, lease)).then(
        (value) => end(done, { ok: true, value }),
        (error: unknown) => end(done, { ok: false, error }),
      );
    } catch (error) {
      end(done, { ok: false, error });
    }
  });
}
