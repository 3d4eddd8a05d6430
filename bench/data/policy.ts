/** What a row policy costs: held by the database, beside the same restriction written by hand. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Kysely } from "kysely";

import { nodePlatform } from "../../packages/servery/src/lib/adapters/node/platform.ts";
import { openSqlite } from "../../packages/servery/src/lib/adapters/sqlite/sqlite-database.ts";
import { silentLog } from "../../packages/servery/src/lib/ports/log.ts";
import { role } from "../../packages/servery/src/lib/contract/access.ts";
import { id, integer, ref, text } from "../../packages/servery/src/lib/server/data/column.ts";
import { createData } from "../../packages/servery/src/lib/server/data/create-data.ts";
import type { Db } from "../../packages/servery/src/lib/server/data/data.ts";
import {
  any,
  everyone,
  inherit,
  member,
  owner,
  policy,
} from "../../packages/servery/src/lib/server/data/policy.ts";
import { type DatabaseOf, table } from "../../packages/servery/src/lib/server/data/table.ts";
import { median } from "../measure/median.ts";

const admin = role("admin");
const orders = table(
  "orders",
  { id: id({ type: "integer" }), userId: text(), total: integer(), note: text() },
  { policy: owner("userId"), indexes: [["userId"]] },
);
const lines = table(
  "lines",
  { id: id({ type: "integer" }), orderId: ref(() => orders), text: text() },
  { policy: inherit("orderId"), indexes: [["orderId"]] },
);
const memberships = table(
  "memberships",
  { userId: text(), organizationId: text() },
  { policy: owner("userId"), primaryKey: ["userId", "organizationId"] },
);
const projects = table(
  "projects",
  { id: id({ type: "integer" }), organizationId: text(), name: text() },
  { policy: member("organizationId", () => memberships), indexes: [["organizationId"]] },
);
const staffed = table(
  "staffed",
  { id: id({ type: "integer" }), userId: text(), total: integer(), note: text() },
  {
    policy: policy(({ caller }) => any(owner("userId"), caller.has(admin))),
    indexes: [["userId"], ["total"]],
  },
);
/** The same without policies. */
const open = table(
  "open",
  { id: id({ type: "integer" }), userId: text(), total: integer(), note: text() },
  { policy: everyone, indexes: [["userId"]] },
);
const openLines = table(
  "openLines",
  { id: id({ type: "integer" }), orderId: ref(() => open), text: text() },
  { policy: everyone, indexes: [["orderId"]] },
);
const openMemberships = table(
  "openMemberships",
  { userId: text(), organizationId: text() },
  { policy: everyone, primaryKey: ["userId", "organizationId"] },
);
const openProjects = table(
  "openProjects",
  { id: id({ type: "integer" }), organizationId: text(), name: text() },
  { policy: everyone, indexes: [["organizationId"]] },
);
const restricted = { orders, lines, memberships, projects, staffed };
const tables = { ...restricted, open, openLines, openMemberships, openProjects };
type Shop = DatabaseOf<typeof tables>;
type ShopDb = Db<typeof tables>;

const users = 5000;
const each = 20;
const rows = users * each;
const user = (index: number): string => `user-${index % users}`;

const folder = mkdtempSync(join(tmpdir(), "servery-bench-"));
const data = createData({
  tables,
  database: openSqlite(join(folder, "shop.sqlite")),
  clock: nodePlatform,
  log: silentLog,
  mode: "dev",
  limits: { fullScanRows: Number.POSITIVE_INFINITY, slowStatementMs: Number.POSITIVE_INFINITY },
});
await data.open();
await data.write({ operation: "fill", unrestricted: true, timeoutMs: 120_000, run: fill });

async function fill(db: ShopDb): Promise<void> {
  const note = "to be left at the neighbour's";
  for (let start = 0; start < rows; start += 1000) {
    const keys = Array.from({ length: 1000 }, (_, index) => start + index + 1);
    const owned = keys.map((key) => ({ id: key, userId: user(key), total: key, note }));
    await db.insertInto("orders").values(owned).execute();
    await db.insertInto("open").values(owned).execute();
    await db.insertInto("staffed").values(owned).execute();
    const line = keys.map((key) => ({ id: key, orderId: key, text: note }));
    await db.insertInto("lines").values(line).execute();
    await db.insertInto("openLines").values(line).execute();
    const project = keys.map((key) => ({ id: key, organizationId: `of-${user(key)}`, name: note }));
    await db.insertInto("projects").values(project).execute();
    await db.insertInto("openProjects").values(project).execute();
  }
  for (let index = 0; index < users; index++) {
    const userId = user(index);
    const membership = { userId, organizationId: `of-${userId}` };
    await db.insertInto("memberships").values(membership).execute();
    await db.insertInto("openMemberships").values(membership).execute();
  }
}

let next = 0;
/** A row of the caller's: they are 5,000 apart. */
const ownKey = (): number => 7 + users * (next = (next + 1) % each);
const caller = { user: user(7), roles: new Set<string>() };
const userId = caller.user;
const organizationId = `of-${userId}`;

type Run = (db: ShopDb, past: Kysely<Shop>) => Promise<unknown>;
type Subject = readonly [name: string, run: Run];
type Group = readonly [title: string, method: "read" | "write", subjects: readonly Subject[]];

const groups: readonly Group[] = [
  [
    "one row by key, of 100,000",
    "read",
    [
      [
        "open table, where userId = ? by hand",
        (db) =>
          db
            .selectFrom("open")
            .selectAll()
            .where("id", "=", ownKey())
            .where("userId", "=", userId)
            .execute(),
      ],
      [
        "owner policy",
        (db) => db.selectFrom("orders").selectAll().where("id", "=", ownKey()).execute(),
      ],
      [
        "db.unrestricted, by hand",
        (_, past) =>
          past
            .selectFrom("orders")
            .selectAll()
            .where("id", "=", ownKey())
            .where("userId", "=", userId)
            .execute(),
      ],
    ],
  ],
  [
    "the caller's 20 rows",
    "read",
    [
      [
        "open table, where userId = ? by hand",
        (db) => db.selectFrom("open").selectAll().where("userId", "=", userId).execute(),
      ],
      ["owner policy", (db) => db.selectFrom("orders").selectAll().execute()],
      [
        "db.unrestricted, by hand",
        (_, past) => past.selectFrom("orders").selectAll().where("userId", "=", userId).execute(),
      ],
    ],
  ],
  [
    "an owner's, or all to a role",
    "read",
    [
      ["owner policy, the caller's 20 rows", (db) => db.selectFrom("orders").selectAll().execute()],
      [
        "any(owner, role), one row by key",
        (db) => db.selectFrom("staffed").selectAll().where("id", "=", ownKey()).execute(),
      ],
      [
        "any(owner, role), the caller's 20 rows",
        (db) => db.selectFrom("staffed").selectAll().execute(),
      ],
      [
        "any(owner, role), the 5 greatest",
        (db) => db.selectFrom("staffed").selectAll().orderBy("total", "desc").limit(5).execute(),
      ],
    ],
  ],
  [
    "the lines of one order",
    "read",
    [
      [
        "open tables, joined by hand",
        (db) =>
          db
            .selectFrom("openLines")
            .innerJoin("open", "open.id", "openLines.orderId")
            .selectAll("openLines")
            .where("orderId", "=", ownKey())
            .where("userId", "=", userId)
            .execute(),
      ],
      [
        "inherit policy",
        (db) => db.selectFrom("lines").selectAll().where("orderId", "=", ownKey()).execute(),
      ],
    ],
  ],
  [
    "an organisation's 20 rows",
    "read",
    [
      [
        "open tables, joined by hand",
        (db) =>
          db
            .selectFrom("openProjects")
            .innerJoin(
              "openMemberships",
              "openMemberships.organizationId",
              "openProjects.organizationId",
            )
            .selectAll("openProjects")
            .where("openProjects.organizationId", "=", organizationId)
            .where("userId", "=", userId)
            .execute(),
      ],
      [
        "member policy",
        (db) =>
          db
            .selectFrom("projects")
            .selectAll()
            .where("organizationId", "=", organizationId)
            .execute(),
      ],
      ["member policy, all that is seen", (db) => db.selectFrom("projects").selectAll().execute()],
    ],
  ],
  [
    "insert",
    "write",
    [
      [
        "open table",
        (db) => db.insertInto("open").values({ userId, total: 1, note: "x" }).execute(),
      ],
      [
        "owner policy",
        (db) => db.insertInto("orders").values({ userId, total: 1, note: "x" }).execute(),
      ],
      [
        "db.unrestricted",
        (_, past) => past.insertInto("orders").values({ userId, total: 1, note: "x" }).execute(),
      ],
    ],
  ],
  [
    "update by key",
    "write",
    [
      [
        "open table, where userId = ? by hand",
        (db) =>
          db
            .updateTable("open")
            .set({ total: next })
            .where("id", "=", ownKey())
            .where("userId", "=", userId)
            .execute(),
      ],
      [
        "owner policy",
        (db) => db.updateTable("orders").set({ total: next }).where("id", "=", ownKey()).execute(),
      ],
      [
        "db.unrestricted, by hand",
        (_, past) =>
          past
            .updateTable("orders")
            .set({ total: next })
            .where("id", "=", ownKey())
            .where("userId", "=", userId)
            .execute(),
      ],
    ],
  ],
];

class Undo extends Error {}

/** Microseconds a statement, many in one read or one write that is undone, so that no commit counts. */
async function time(method: Group[1], run: Run, statements: number): Promise<number> {
  let took = 0;
  const work = async (db: ShopDb): Promise<void> => {
    const past = db.unrestricted;
    const started = performance.now();
    for (let index = 0; index < statements; index++) await run(db, past);
    took = performance.now() - started;
    if (method === "write") throw new Undo();
  };
  const done =
    method === "read"
      ? data.read(work, { caller })
      : data.write({ operation: "time", caller, run: work });
  await done.catch((error: unknown) => {
    if (!(error instanceof Undo)) throw error;
  });
  return (took / statements) * 1000;
}

for (const [title, method, subjects] of groups) {
  const times = subjects.map(() => [] as number[]);
  for (let round = 0; round < 12; round++)
    for (const [index, [, run]] of subjects.entries())
      times[index]?.push(await time(method, run, 3000));
  // The first rounds warm up.
  const medians = times.map((list) => median(list.slice(3)));
  process.stdout.write(`\n${title}\n`);
  for (const [index, [name]] of subjects.entries()) {
    const micros = medians[index] ?? 0;
    process.stdout.write(
      `  ${name.padEnd(40)}${micros.toFixed(2).padStart(7)} µs ${(micros / (medians[0] ?? 1)).toFixed(2).padStart(6)}×\n`,
    );
  }
}

await data.close();
rmSync(folder, { recursive: true });
