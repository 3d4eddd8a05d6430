import {
  type CompiledQuery,
  type DialectAdapter,
  Kysely,
  type KyselyPlugin,
  type QueryExecutor,
  type QueryResult,
  type RootOperationNode,
  SqliteAdapter,
  SqliteDialect,
  SqliteQueryCompiler,
} from "kysely";
import type { Db } from "./data.ts";
import { DataError } from "./data-error.ts";
import { encodeColumns } from "./encode-columns.ts";
import { assertLease, type Lease, type StatementRunner } from "./lease.ts";
import type { Reach } from "./row-caller.ts";
import { namePastPolicies } from "./past-policies.ts";
import type { DatabaseOf, Tables } from "./table.ts";

type QueryId = Parameters<QueryExecutor["compileQuery"]>[1];

const adapter = new SqliteAdapter();
const compiler = new SqliteQueryCompiler();

/**
 * Kysely's way to the database: its own executor has a connection given out, and five promises, for
 * every statement. Ours runs the statement where it stands (decisions/010).
 */
class HandlerExecutor implements QueryExecutor {
  readonly plugins: readonly KyselyPlugin[];
  readonly #runner: StatementRunner;
  readonly #lease: Lease;
  readonly reach: Reach;

  constructor(
    runner: StatementRunner,
    lease: Lease,
    reach: Reach,
    plugins: readonly KyselyPlugin[],
  ) {
    this.#runner = runner;
    this.#lease = lease;
    this.reach = reach;
    this.plugins = plugins;
  }

  get adapter(): DialectAdapter {
    return adapter;
  }

  transformQuery<N extends RootOperationNode>(node: N, queryId: QueryId): N {
    let transformed: RootOperationNode = node;
    for (const plugin of this.plugins)
      transformed = plugin.transformQuery({ node: transformed, queryId });
    if (this.reach === "unrestricted") transformed = namePastPolicies(transformed, queryId);
    return encodeColumns(this.#runner.schema, transformed as N);
  }

  compileQuery<R = unknown>(node: RootOperationNode, queryId: QueryId): CompiledQuery<R> {
    return compiler.compileQuery(node, queryId) as CompiledQuery<R>;
  }

  executeQuery<R>(query: CompiledQuery<R>): Promise<QueryResult<R>> {
    try {
      assertLease(this.#lease);
      const result = this.#runner.run(query, this.#lease, this.reach) as
        | QueryResult<R>
        | Promise<QueryResult<R>>;
      return this.plugins.length === 0 ? Promise.resolve(result) : this.#transform(query, result);
    } catch (error) {
      return Promise.reject(error);
    }
  }

  async #transform<R>(
    query: CompiledQuery<R>,
    result: QueryResult<R> | Promise<QueryResult<R>>,
  ): Promise<QueryResult<R>> {
    let transformed = (await result) as QueryResult<Record<string, unknown>>;
    for (const plugin of this.plugins)
      transformed = await plugin.transformResult({
        queryId: query.queryId,
        result: transformed,
        signal: undefined,
      });
    return transformed as QueryResult<R>;
  }

  async *stream<R>(query: CompiledQuery<R>): AsyncIterableIterator<QueryResult<R>> {
    assertLease(this.#lease);
    for await (const row of this.#runner.iterate(query, this.#lease, this.reach))
      yield await this.#transform(query, { rows: [row as R] });
  }

  /** What `db.transaction()` and `db.connection()` come to. */
  provideConnection(): Promise<never> {
    return Promise.reject(
      new DataError(
        "statement_refused",
        `${this.#lease.operation}: a handler already runs in a transaction of its own, which commits when it returns and is undone when it throws. Use \`db\` as it is, without transaction() or connection().`,
      ),
    );
  }

  withPlugin(plugin: KyselyPlugin): QueryExecutor {
    return this.withPlugins([plugin]);
  }

  withPlugins(plugins: readonly KyselyPlugin[]): QueryExecutor {
    return this.#with([...this.plugins, ...plugins]);
  }

  withPluginAtFront(plugin: KyselyPlugin): QueryExecutor {
    return this.#with([plugin, ...this.plugins]);
  }

  withoutPlugins(): QueryExecutor {
    return this.#with(noPlugins);
  }

  withConnectionProvider(): QueryExecutor {
    return this;
  }

  #with(plugins: readonly KyselyPlugin[]): QueryExecutor {
    return new HandlerExecutor(this.#runner, this.#lease, this.reach, plugins);
  }
}

/** How far a handler's `db` reaches; `undefined` for any other, and for one with plugins. */
export function reachOf(executor: QueryExecutor): Reach | undefined {
  return executor instanceof HandlerExecutor && executor.plugins.length === 0
    ? executor.reach
    : undefined;
}

/** Kysely wants a dialect for what handlers are refused: its driver is never asked to connect. */
const dialect = new SqliteDialect({ database: () => Promise.reject(refused()) });
const driver = dialect.createDriver();

function refused(): DataError {
  return new DataError(
    "statement_refused",
    "A handler's `db` belongs to the engine: it is opened and closed there.",
  );
}

const noPlugins: readonly KyselyPlugin[] = [];

/** A class, so that a handler that does not use `unrestricted` pays nothing for it. */
class HandlerDb<D> extends Kysely<D> {
  readonly #runner: StatementRunner;
  readonly #lease: Lease;

  constructor(runner: StatementRunner, lease: Lease) {
    super(toProps(runner, lease, lease.reach));
    this.#runner = runner;
    this.#lease = lease;
  }

  get unrestricted(): Kysely<D> {
    const { onUnrestricted, operation, reach } = this.#lease;
    if (reach === "unrestricted") return this;
    this.#lease.onUnrestricted = undefined;
    onUnrestricted?.();
    this.#runner.onUnrestricted(operation);
    return new Kysely(toProps(this.#runner, this.#lease, "unrestricted"));
  }
}

function toProps(runner: StatementRunner, lease: Lease, reach: Reach) {
  const executor = new HandlerExecutor(runner, lease, reach, noPlugins);
  return { config: { dialect }, dialect, driver, executor };
}

/** The `db` of one handler. Cheap: a new one for each call. */
export function createHandlerDb<T extends Tables>(runner: StatementRunner, lease: Lease): Db<T> {
  return new HandlerDb<DatabaseOf<T>>(runner, lease);
}
