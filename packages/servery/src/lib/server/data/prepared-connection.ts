import { type CompiledQuery, RawNode } from "kysely";
import { createBoundedMap } from "../../base/bounded-map.ts";
import type { Connection, Statement, StatementAccess } from "../../ports/database.ts";
import type { Catalog } from "./catalog.ts";
import { DataError } from "./data-error.ts";
import type { Reach } from "./row-caller.ts";
import type { ReadPlan } from "./reads/read-plan.ts";
import { toReadPlan } from "./reads/to-read-plan.ts";
import { type RowDecoder, toRowDecoder } from "./row-decoder.ts";
import { holdPolicies, type RowPolicies } from "./row-policies.ts";
import type { DataSchema } from "./schema.ts";
import { nameOf, tokenizeSql } from "./sql-tokens.ts";
import { toDataError } from "./statement-failure.ts";
import {
  createHandlerGuard,
  type GuardedStatement,
  refusalOfText,
  refusalOfTokens,
} from "./statement-guard.ts";
import { findTarget, type StatementTarget } from "./statement-target.ts";

/** A statement of a handler, ready to run again. */
export interface PreparedStatement {
  readonly statement: Statement;
  readonly returnsRows: boolean;
  readonly decode: RowDecoder | undefined;
  /** The SQL that runs, which writes tables where a handler's SQL names the views before them. */
  readonly sql: string;
  readonly target: StatementTarget | undefined;
  /** What it reads. Made when it is first asked for, which is never for a statement of the writer. */
  readonly plan: ReadPlan;
  /** Rows scanned by runs that were looked at, so that only new ones count. */
  scanned: number;
}

/** A connection that handlers may use, through leases. */
export interface PreparedConnection {
  readonly connection: Connection;
  readonly schema: DataSchema;
  readonly begin: Statement;
  readonly commit: Statement;
  readonly rollback: Statement;
  /** A handler's statement, from the cache or prepared under guard. */
  prepare(query: CompiledQuery, reach: Reach): PreparedStatement;
  /** The same, without keeping it. */
  prepareOnce(query: CompiledQuery, reach: Reach): PreparedStatement;
}

/**
 * Makes a connection ready for handlers, and holds the tables' policies on it: here, and nowhere nearer
 * to the handlers, for what is set up on the connection raw SQL cannot go around.
 */
export function prepareConnection(
  connection: Connection,
  schema: DataSchema,
  catalog: Catalog,
  cachedStatements: number,
): PreparedConnection {
  const policies = holdPolicies(connection, schema);
  const createCache = () => createBoundedMap<string, PreparedStatement>(cachedStatements);
  // The same SQL written raw says less about its result.
  const caches = {
    restricted: { built: createCache(), raw: createCache() },
    unrestricted: { built: createCache(), raw: createCache() },
  };
  const prepareOnce = (query: CompiledQuery, reach: Reach): PreparedStatement =>
    prepareStatement({ connection, schema, catalog, policies }, query, reach);
  return {
    connection,
    schema,
    begin: connection.prepare(connection.readOnly ? "BEGIN" : "BEGIN IMMEDIATE"),
    commit: connection.prepare("COMMIT"),
    rollback: connection.prepare("ROLLBACK"),
    prepareOnce,
    prepare(query, reach) {
      const cache = caches[reach][RawNode.is(query.query) ? "raw" : "built"];
      const cached = cache.get(query.sql);
      if (cached !== undefined) return cached;
      const prepared = prepareOnce(query, reach);
      cache.set(query.sql, prepared);
      return prepared;
    },
  };
}

/** Where statements are prepared. */
interface Surroundings {
  readonly connection: Connection;
  readonly schema: DataSchema;
  readonly catalog: Catalog;
  readonly policies: RowPolicies;
}

function prepareStatement(
  { connection, schema, catalog, policies }: Surroundings,
  query: CompiledQuery,
  reach: Reach,
): PreparedStatement {
  const tokens = tokenizeSql(query.sql);
  const target = findTarget(tokens);
  const namesView = tokens.some((token) => isView(catalog, nameOf(token)));
  const guarded: GuardedStatement = { policies, reach, target, namesView };
  const refused = refusalOfText(query.sql) ?? refusalOfTokens(tokens, guarded);
  if (refused !== undefined) throw refusal(refused);
  const sql = reach === "restricted" ? policies.restrict(query.sql, tokens, target) : query.sql;
  const { statement, accesses } = prepareGuarded(connection, schema, sql, guarded);
  const columns = statement.columns();
  let plan: ReadPlan | undefined;
  return {
    statement,
    returnsRows: columns.length > 0,
    decode: toRowDecoder({ schema, node: query.query, tokens, columns }),
    sql,
    target,
    get plan() {
      return (plan ??= toReadPlan({ schema, catalog, query, reach, accesses }));
    },
    scanned: 0,
  };
}

function isView(catalog: Catalog, name: string | undefined): boolean {
  return name !== undefined && catalog.table(name)?.kind === "view";
}

function prepareGuarded(
  connection: Connection,
  schema: DataSchema,
  sql: string,
  guarded: GuardedStatement,
): { readonly statement: Statement; readonly accesses: readonly StatementAccess[] } {
  const { guard, refusal: found } = createHandlerGuard(guarded);
  const accesses: StatementAccess[] = [];
  const listen = (access: StatementAccess): boolean => {
    accesses.push(access);
    return guard(access);
  };
  try {
    return { statement: connection.prepare(sql, connection.readOnly ? listen : guard), accesses };
  } catch (error) {
    const why = found();
    throw why === undefined ? toDataError(error, schema) : refusal(why);
  }
}

function refusal(why: string): DataError {
  return new DataError("statement_refused", `A handler's statement was refused: ${why}.`);
}
