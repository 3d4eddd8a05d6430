import { createDeadlines } from "../../base/deadlines.ts";
import { ServeryError } from "../../base/servery-error.ts";
import type { Connection } from "../../ports/database.ts";
import { type CommitTeller, createCommitFeed } from "./commit-feed.ts";
import { createCommitRecorder, openCommitCount, selectCount } from "./commit-recorder.ts";
import type { Data, DataLimits, DataOptions } from "./data.ts";
import { createHeavyReader } from "./heavy-reader.ts";
import { createLedger } from "./ledger.ts";
import { openSchema } from "./open-schema.ts";
import { assertPolicies } from "./policy-check.ts";
import { prepareConnection, type PreparedConnection } from "./prepared-connection.ts";
import { readCatalog } from "./read-catalog.ts";
import { closed, createReadPool, type ReadPool } from "./read-pool.ts";
import type { Reader } from "./reader.ts";
import { type DataSchema, toDataSchema } from "./schema.ts";
import { createStatementRunner } from "./statement-runner.ts";
import { createStatementWatch, type StatementWatch } from "./statement-watch.ts";
import { openSystem, type SystemConnection } from "./system-connection.ts";
import type { Tables } from "./table.ts";
import { createTurnSnapshots, type TurnSnapshots } from "./turn-snapshot.ts";
import type { WriterTools } from "./write-job.ts";
import { createWriter, type Writer } from "./writer.ts";

const defaultLimits: DataLimits = {
  readers: 8,
  heavyReaders: 1,
  queuedReads: 1000,
  queuedHeavyReads: 100,
  queuedWrites: 10_000,
  batchCount: 256,
  batchMs: 20,
  slowStatementMs: 50,
  fullScanRows: 1000,
  cachedStatements: 500,
};

/** What is open while the engine is. */
interface Opened<T extends Tables> {
  readonly connection: Connection;
  readonly writer: Writer<T>;
  readonly reads: ReadPool<T>;
  readonly heavy: ReadPool<T>;
  readonly checker: PreparedConnection;
  readonly system: SystemConnection;
  readonly commits: CommitTeller;
}

/**
 * Makes the data engine of a service. Nothing is touched before `open()`.
 * @throws ServeryError `table_invalid` for tables that do not fit together.
 */
export function createData<T extends Tables>(options: DataOptions<T>): Data<T> {
  const schema = toDataSchema(options.tables);
  assertPolicies(schema);
  let opened: Opened<T> | undefined;

  return {
    async open() {
      if (opened !== undefined)
        throw new ServeryError("data_open", "The data engine is open already: open it once.");
      opened = openAll(options, schema);
    },
    async close() {
      const closing = opened;
      opened = undefined;
      if (closing !== undefined) await closeAll(closing);
      options.database.close();
    },
    read: (run, read = {}) =>
      opened === undefined ? Promise.reject(closed()) : opened.reads.read(run, read),
    heavy: (run, read = {}) =>
      opened === undefined ? Promise.reject(closed()) : opened.heavy.read(run, read),
    write: (job) => (opened === undefined ? Promise.reject(closed()) : opened.writer.write(job)),
    get system() {
      if (opened === undefined) throw closed();
      return opened.system.reads;
    },
    get commits() {
      if (opened === undefined) throw closed();
      return opened.commits;
    },
    foreignCommits: (since) => opened?.system.foreignCommits(since) ?? 0,
    status: () => ({
      open: opened !== undefined,
      writes: opened?.writer.status() ?? { queued: 0, batches: 0, committed: 0 },
      reads: opened?.reads.status() ?? { connections: 0, active: 0, queued: 0 },
      heavy: opened?.heavy.status() ?? { connections: 0, active: 0, queued: 0 },
    }),
  };
}

function openAll<T extends Tables>(options: DataOptions<T>, schema: DataSchema): Opened<T> {
  const { database, clock, log, mode } = options;
  const limits: DataLimits = { ...defaultLimits, ...options.limits };
  const deadlines = createDeadlines(clock);
  const watch = createStatementWatch({
    monotonic: () => clock.monotonic(),
    log,
    mode,
    slowMs: limits.slowStatementMs,
    fullScanRows:
      mode === "dev" && Number.isFinite(limits.fullScanRows) ? limits.fullScanRows : undefined,
  });
  const connection = database.openWriter();
  try {
    openSchema(connection, schema, options);
    const databaseId = openCommitCount(connection);
    // From here on the writer waits for the lock of another process without blocking this one.
    connection.exec("PRAGMA busy_timeout = 0");
    const catalog = readCatalog(connection);
    const prepare = (opened: Connection): PreparedConnection =>
      prepareConnection(opened, schema, catalog, limits.cachedStatements);
    const prepared = prepare(connection);
    const checker = prepare(database.openReader());
    const snapshots = createTurnSnapshots(clock);
    const openReader = (): Reader => createReader(prepare(database.openReader()), watch, snapshots);
    const system = openSystem(database, connection, schema, clock);
    const commits = createCommitFeed(databaseId, {
      version: system.foreignCommits,
      count: () => Number(system.reads.get(selectCount)?.["count"]),
      retire: () => snapshots.retire(),
    });
    return {
      connection,
      checker,
      system,
      commits,
      writer: createWriter<T>(
        prepared,
        {
          ...toWriterTools(prepared, watch, options, deadlines),
          beforeCommit: () => snapshots.retire(),
          commits: createCommitRecorder(connection, {
            catalog,
            feed: commits,
            now: () => clock.now(),
            onUnreadable: (why) =>
              log.error({ why }, "What a commit has changed could not be read"),
          }),
        },
        limits,
      ),
      reads: createReadPool<T>({
        open: openReader,
        deadlines,
        clock,
        connections: limits.readers,
        queued: limits.queuedReads,
        timeoutMs: 10_000,
        interruptible: false,
      }),
      heavy: createReadPool<T>({
        open: () => createHeavyReader(database, checker, watch),
        deadlines,
        clock,
        connections: limits.heavyReaders,
        queued: limits.queuedHeavyReads,
        timeoutMs: 60_000,
        interruptible: true,
      }),
    };
  } catch (error) {
    connection.close();
    throw error;
  }
}

function createReader(
  prepared: PreparedConnection,
  watch: StatementWatch,
  snapshots: TurnSnapshots,
): Reader {
  const snapshot = snapshots.open(prepared);
  return {
    runner: createStatementRunner(prepared, watch),
    get usable() {
      return snapshot.usable;
    },
    begin: () => snapshot.begin(),
    count: () => snapshot.count(),
    commit: () => snapshot.end(),
    interrupt: () => snapshot.end(),
    close: () => snapshot.close(),
  };
}

function toWriterTools<T extends Tables>(
  prepared: PreparedConnection,
  watch: StatementWatch,
  { clock, log, mode }: DataOptions<T>,
  deadlines: ReturnType<typeof createDeadlines>,
): Omit<WriterTools, "beforeCommit" | "commits"> {
  const { connection, schema } = prepared;
  const warned = new Set<string>();
  const warnOnce = (operation: string): void => {
    if (warned.has(operation)) return;
    warned.add(operation);
    log.warn(
      { operation },
      `${operation}: the mutation waits for something other than \`db\`, and all other mutations wait for it. Do that in an action, before or after.`,
    );
  };
  const afterCommit: (() => void)[] = [];
  return {
    connection,
    runner: createStatementRunner(prepared, watch),
    ledger: createLedger(connection, schema, (task) => void afterCommit.push(task)),
    afterCommit,
    savepoint: connection.prepare("SAVEPOINT servery_effect"),
    release: connection.prepare("RELEASE servery_effect"),
    rollbackTo: connection.prepare("ROLLBACK TO servery_effect"),
    deadlines,
    clock,
    onIdle: mode === "dev" ? warnOnce : undefined,
  };
}

async function closeAll<T extends Tables>({
  connection,
  writer,
  reads,
  heavy,
  checker,
  system,
}: Opened<T>): Promise<void> {
  await writer.close();
  await Promise.all([reads.close(), heavy.close()]);
  checker.connection.close();
  system.close();
  connection.close();
}
