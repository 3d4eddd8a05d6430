import { type CompiledQuery, RawNode } from "kysely";
import { type BoundedMap, createBoundedMap } from "../../base/bounded-map.ts";
import type { Connection, Statement } from "../../ports/database.ts";
import { DataError } from "./data-error.ts";
import { type RowDecoder, toRowDecoder } from "./row-decoder.ts";
import type { DataSchema } from "./schema.ts";
import { tokenizeSql } from "./sql-tokens.ts";
import { toDataError } from "./statement-failure.ts";
import { createHandlerGuard, refusalOfTokens } from "./statement-guard.ts";

/** A statement of a handler, ready to run again. */
export interface PreparedStatement {
  readonly statement: Statement;
  readonly returnsRows: boolean;
  readonly decode: RowDecoder | undefined;
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
  prepare(query: CompiledQuery): PreparedStatement;
}

/**
 * Makes a connection ready for handlers. Everything that depends on the tables' policies belongs
 * here, and nowhere nearer to the handlers: what is set up on the connection (shadowing views,
 * triggers, a function that tells the principal) raw SQL cannot go around.
 */
export function prepareConnection(
  connection: Connection,
  schema: DataSchema,
  cachedStatements: number,
): PreparedConnection {
  const built = createBoundedMap<string, PreparedStatement>(cachedStatements);
  const raw = createBoundedMap<string, PreparedStatement>(cachedStatements);
  return {
    connection,
    schema,
    begin: connection.prepare(connection.readOnly ? "BEGIN" : "BEGIN IMMEDIATE"),
    commit: connection.prepare("COMMIT"),
    rollback: connection.prepare("ROLLBACK"),
    prepare(query) {
      // The same SQL written raw says less about its result.
      const cache: BoundedMap<string, PreparedStatement> = RawNode.is(query.query) ? raw : built;
      const cached = cache.get(query.sql);
      if (cached !== undefined) return cached;
      const prepared = prepareStatement(connection, schema, query);
      cache.set(query.sql, prepared);
      return prepared;
    },
  };
}

/** Prepares a handler's statement without keeping it. */
export function prepareStatement(
  connection: Connection,
  schema: DataSchema,
  query: CompiledQuery,
): PreparedStatement {
  const tokens = tokenizeSql(query.sql);
  const statement = prepareGuarded(connection, schema, query.sql, refusalOfTokens(tokens));
  const columns = statement.columns();
  return {
    statement,
    returnsRows: columns.length > 0,
    decode: toRowDecoder({ schema, node: query.query, tokens, columns }),
    scanned: 0,
  };
}

function prepareGuarded(
  connection: Connection,
  schema: DataSchema,
  sql: string,
  refused: string | undefined,
): Statement {
  if (refused !== undefined) throw refusal(refused);
  const { guard, refusal: found } = createHandlerGuard();
  try {
    return connection.prepare(sql, guard);
  } catch (error) {
    const why = found();
    throw why === undefined ? toDataError(error, schema) : refusal(why);
  }
}

function refusal(why: string): DataError {
  return new DataError("statement_refused", `A handler's statement was refused: ${why}.`);
}
