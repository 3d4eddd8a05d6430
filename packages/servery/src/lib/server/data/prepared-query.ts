import type { Compilable, CompiledQuery, Kysely, QueryExecutor } from "kysely";
import { ServeryError } from "../../base/servery-error.ts";
import { reachOf } from "./handler-db.ts";
import type { Reach } from "./row-caller.ts";

/** What may change from one run of a prepared query to the next: values, never the query's form. */
export type QueryInput = Readonly<
  Record<string, string | number | bigint | boolean | Uint8Array | null>
>;

/** A query whose SQL is made once. */
export interface PreparedQuery<D, Input extends QueryInput, Row> {
  all(db: D, input: Input): Promise<Row[]>;
  first(db: D, input: Input): Promise<Row | undefined>;
}

interface Compiled {
  readonly query: CompiledQuery;
  /** A value for every parameter, or the name of the input that stands in its place. */
  readonly slots: readonly Slot[];
}

type Slot = { readonly value: unknown } | { readonly name: string };

/**
 * Builds a Kysely query once, for a read that is made often: building and compiling it cost more than
 * to look a row up. The function sees stand-ins in the place of the input's values: it may pass them on
 * to Kysely, and not look at them. Row policies and transactions are those of the `db` that runs it.
 *
 * ```ts
 * const productById = prepared((db: Db<Tables>, { id }: { id: string }) =>
 *   db.selectFrom("products").selectAll().where("id", "=", id),
 * );
 * const product = await productById.first(db, { id: input.id });
 * ```
 *
 * @throws ServeryError `query_not_preparable` at its first run, when it is no select, or looks at its input.
 */
export function prepared<
  // `any`: the tables stand in both directions in Kysely's type, so no other type holds all of them.
  // oxlint-disable-next-line typescript/no-explicit-any
  D extends Kysely<any>,
  Input extends QueryInput,
  Row,
>(build: (db: D, input: Input) => Compilable<Row>): PreparedQuery<D, Input, Row> {
  const compiled = new Map<Reach, Compiled>();

  async function all(db: D, input: Input): Promise<Row[]> {
    const executor = db.getExecutor();
    const reach = reachOf(executor);
    // A test's own Kysely, or one with plugins: what they make of a query is not known.
    if (reach === undefined) return (await db.executeQuery(build(db, input))).rows;
    let known = compiled.get(reach);
    if (known === undefined) compiled.set(reach, (known = compile(build, db)));
    return run(executor, known, input);
  }
  return { all, first: async (db, input) => (await all(db, input))[0] };
}

async function run<Row>(
  executor: QueryExecutor,
  { query, slots }: Compiled,
  input: QueryInput,
): Promise<Row[]> {
  const parameters = slots.map((slot) => ("name" in slot ? input[slot.name] : slot.value));
  const { rows } = await executor.executeQuery<Row>({
    sql: query.sql,
    query: query.query,
    queryId: query.queryId,
    parameters,
  } as CompiledQuery<Row>);
  return rows;
}

function compile<D, Input extends QueryInput>(
  build: (db: D, input: Input) => Compilable<unknown>,
  db: D,
): Compiled {
  const asked = new Set<string>();
  const query = build(db, toStandIns(asked) as Input).compile();
  if (query.query.kind !== "SelectQueryNode")
    throw notPreparable("it is no select: write what changes rows where it runs");
  const slots = query.parameters.map((value): Slot =>
    value instanceof StandIn ? { name: value.name } : { value },
  );
  for (const slot of slots) if ("name" in slot) asked.delete(slot.name);
  // What is asked for and stands nowhere was a condition: a stand-in is always truthy.
  for (const name of asked)
    throw notPreparable(`its input "${name}" is no value in it: write two queries`);
  return { query, slots };
}

/** Stands for a value that is not there yet. */
class StandIn {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  [Symbol.toPrimitive](): never {
    throw notPreparable(
      `it makes something of its input "${this.name}", which it is given only when it runs: do that before, and pass the result`,
    );
  }
}

/** Notes which are asked for. */
function toStandIns(asked: Set<string>): QueryInput {
  const get = (_: object, key: string | symbol): never => {
    const name = String(key);
    asked.add(name);
    return new StandIn(name) as never;
  };
  return new Proxy<QueryInput>({}, { get });
}

function notPreparable(why: string): ServeryError {
  return new ServeryError("query_not_preparable", `A query cannot be prepared: ${why}.`);
}
