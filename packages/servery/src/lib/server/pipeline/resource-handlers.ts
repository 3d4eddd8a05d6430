import { type ExpressionBuilder, type Kysely, type SqlBool, sql } from "kysely";
import { type JsonSchema, resolveRef } from "../../contract/json-schema.ts";
import type { Operation } from "../../contract/operation.ts";
import { collectProperties } from "../../contract/parameters.ts";
import type { ListRole, ResourceRole } from "../../contract/built-in.ts";
import { toJsonSchema } from "../../contract/schema.ts";
import { ServeryError } from "../../base/servery-error.ts";
import { prepared } from "../data/prepared-query.ts";
import type { UntypedHandler } from "./plan.ts";
import { formatCursor, parseCursor } from "./resource-cursor.ts";

type Row = Record<string, unknown>;
type AnyDatabase = Record<string, Row>;

/** What a default handler needs of its context. */
interface ResourceContext {
  readonly input: unknown;
  readonly db: Kysely<AnyDatabase>;
  readonly fail: (code: string, data?: undefined, detail?: string) => Error;
}

/** What a default handler needs of a table. */
export interface ResourceTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, unknown>>;
}

interface ListQuery {
  readonly filter?: Readonly<Record<string, readonly unknown[]>>;
  readonly sort?: string;
  readonly search?: string;
  readonly pageSize?: number;
  readonly cursor?: string;
}

/**
 * The default handler of an operation that `resource` declared, over the table of the resource's
 * name; `undefined` for any other operation, and where there is no such table.
 * @throws ServeryError `missing_column` when the table lacks a property that the resource declares.
 */
export function createResourceHandler(
  operation: Operation,
  tables: Readonly<Record<string, ResourceTable>>,
): UntypedHandler | undefined {
  const role = operation.builtIn;
  if (role === undefined || role.kind === "identity") return undefined;
  const table = Object.values(tables).find(({ name }) => name === role.resource);
  if (table === undefined) return undefined;
  const columns = itemProperties(operation);
  for (const column of new Set([...columns, role.key]))
    if (!Object.hasOwn(table.columns, column))
      throw new ServeryError(
        "missing_column",
        `The resource "${role.resource}" declares "${column}", but the table "${table.name}" has no such column. Add the column, or write handlers for the resource.`,
      );
  const handler =
    role.kind === "get" ? createGet(role, table, columns) : createList(role, table, columns);
  return handler as UntypedHandler;
}

function itemProperties(operation: Operation): string[] {
  const output = toJsonSchema(operation.output, "output");
  if (operation.builtIn?.kind === "get") return [...collectProperties(output, output).keys()];
  const { items } = resolveRef(resolveRef(output, output).properties!["items"]!, output);
  return [...collectProperties(items as JsonSchema, output).keys()];
}

function createGet(
  role: Extract<ResourceRole, { kind: "get" }>,
  table: ResourceTable,
  columns: readonly string[],
) {
  const byKey = prepared((db: Kysely<AnyDatabase>, { key }: { key: string | number }) =>
    db.selectFrom(table.name).select(columns).where(role.key, "=", key),
  );
  return async ({ input, db, fail }: ResourceContext): Promise<unknown> => {
    const row = await byKey.first(db, { key: (input as Row)[role.key] as string | number });
    if (row === undefined) throw fail("not_found");
    return row;
  };
}

function createList(role: ListRole, table: ResourceTable, columns: readonly string[]) {
  const selected = [...new Set([...columns, role.key])];
  return async ({ input, db, fail }: ResourceContext): Promise<unknown> => {
    const {
      filter = {},
      sort = role.sort[0] ?? role.key,
      search,
      pageSize = role.pageSize,
      cursor,
    } = input as ListQuery;
    const column = sort.startsWith("-") ? sort.slice(1) : sort;
    const after = cursor === undefined ? undefined : parseCursor(cursor, sort);
    if (cursor !== undefined && after === undefined) throw fail("invalid_cursor");
    let query = db.selectFrom(table.name).select([...new Set([...selected, column])]);
    for (const [property, values] of Object.entries(filter))
      if (values.length > 0) query = query.where(property, "in", values);
    if (search !== undefined && search !== "")
      query = query.where((eb) => contains(eb, role.search, search));
    const [comparison, direction] = sort.startsWith("-")
      ? (["<", "desc"] as const)
      : ([">", "asc"] as const);
    // A row value compares column by column, so the key breaks ties and no item is skipped or repeated.
    if (after !== undefined)
      query = query.where(({ eb, refTuple, tuple }) =>
        eb(refTuple(column, role.key), comparison, tuple(after.value, after.key)),
      );
    const rows = await query
      .orderBy(column, direction)
      .orderBy(role.key, direction)
      .limit(pageSize + 1)
      .execute();
    const items = rows.slice(0, pageSize);
    const last = rows.length > pageSize ? items.at(-1) : undefined;
    return {
      items,
      nextCursor: last === undefined ? null : cursorAfter(last, sort, column, role.key),
    };
  };
}

function cursorAfter(row: Row, sort: string, column: string, key: string): string {
  return formatCursor({ sort, value: row[column] as string, key: row[key] as string });
}

function contains(
  eb: ExpressionBuilder<AnyDatabase, string>,
  columns: readonly string[],
  search: string,
): ReturnType<typeof eb.or> {
  const pattern = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  return eb.or(
    columns.map((column) => sql<SqlBool>`${sql.ref(column)} like ${pattern} escape '\\'`),
  );
}
