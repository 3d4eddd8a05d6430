import {
  type CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from "kysely";
import { openSqliteConnection } from "../../../src/lib/adapters/sqlite/sqlite-connection.ts";
import type { Connection, SqlRow, StatementAccess } from "../../../src/lib/ports/database.ts";
import type { Catalog } from "../../../src/lib/server/data/catalog.ts";
import { toSqlValues } from "../../../src/lib/server/data/encode-values.ts";
import { namePastPolicies } from "../../../src/lib/server/data/past-policies.ts";
import { prepareConnection } from "../../../src/lib/server/data/prepared-connection.ts";
import { readCatalog } from "../../../src/lib/server/data/read-catalog.ts";
import type { ReadPlanInput } from "../../../src/lib/server/data/reads/to-read-plan.ts";
import type { Reach, RowCaller } from "../../../src/lib/server/data/row-caller.ts";
import { type DataSchema, toDataSchema } from "../../../src/lib/server/data/schema.ts";
import type { DatabaseOf, Tables } from "../../../src/lib/server/data/table.ts";
import { toCreateIndexes, toCreateTable } from "../../../src/lib/server/data/table-ddl.ts";

/** A database in memory that is prepared as the engine prepares its readers, and can be written besides. */
export interface OpenReader<T extends Tables> extends Disposable {
  readonly schema: DataSchema;
  readonly catalog: Catalog;
  readonly connection: Connection;
  /** Kysely that compiles what it is asked as a handler's `db` does. */
  readonly db: Kysely<DatabaseOf<T>>;
  readonly unrestricted: Kysely<DatabaseOf<T>>;
  /** Prepares a statement by way of the engine, and says what the database was asked of it. */
  prepare(query: CompiledQuery, reach: Reach): PreparedRead;
}

export interface PreparedRead {
  /** What its read plan is made of. */
  readonly input: ReadPlanInput;
  run(parameters: readonly unknown[], caller: RowCaller): SqlRow[];
}

const cachedStatements = 1000;

/** Opens the tables, after `setup`, SQL that a migration might have run. */
export function openReader<T extends Tables>(tables: T, setup = ""): OpenReader<T> {
  const schema = toDataSchema(tables);
  const opened = openSqliteConnection(":memory:", { readOnly: false });
  for (const table of schema.tables.values()) {
    opened.exec(toCreateTable(schema, table));
    for (const index of toCreateIndexes(table).values()) opened.exec(index);
  }
  opened.exec(setup);
  const catalog = readCatalog(opened);
  let accesses: StatementAccess[] = [];
  const connection: Connection = {
    ...opened,
    readOnly: true,
    get inTransaction() {
      return opened.inTransaction;
    },
    prepare(sql, guard) {
      accesses = [];
      return opened.prepare(sql, (access) => {
        accesses.push(access);
        return guard?.(access) ?? true;
      });
    },
  };
  const prepared = prepareConnection(connection, schema, catalog, cachedStatements);
  opened.exec("PRAGMA query_only = OFF");
  return {
    schema,
    catalog,
    connection: opened,
    db: toKysely("restricted"),
    unrestricted: toKysely("unrestricted"),
    prepare(query, reach) {
      const { statement } = prepared.prepareOnce(query, reach);
      return {
        input: { schema, catalog, query, reach, accesses },
        run(parameters, caller) {
          opened.setCaller(reach === "restricted" ? caller : undefined);
          try {
            return statement.all(toSqlValues(parameters));
          } finally {
            opened.setCaller(undefined);
          }
        },
      };
    },
    [Symbol.dispose]: () => opened.close(),
  };
}

function toKysely<D>(reach: Reach): Kysely<D> {
  return new Kysely<D>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
    plugins:
      reach === "restricted"
        ? []
        : [
            {
              transformQuery: ({ node, queryId }) => namePastPolicies(node, queryId),
              transformResult: async ({ result }) => result,
            },
          ],
  });
}
