import { expect, test } from "vitest";
import { nodePlatform } from "../../adapters/node/platform.ts";
import { openSqlite } from "../../adapters/sqlite/sqlite-database.ts";
import { silentLog } from "../../ports/log.ts";
import { id, ref, text } from "./column.ts";
import { createData } from "./create-data.ts";
import { everyone, inherit, member, owner } from "./policy.ts";
import { toDataSchema } from "./schema.ts";
import { findSharedUniques } from "./shared-uniques.ts";
import { table } from "./table.ts";

const users = table("users", { id: id(), email: text({ unique: true }) }, { policy: owner("id") });
const memberships = table(
  "memberships",
  { userId: text(), teamId: text(), seat: text({ unique: true }) },
  { policy: owner("userId"), primaryKey: ["userId", "teamId"] },
);
const orders = table(
  "orders",
  { id: id(), userId: text(), number: text({ unique: true }), day: text() },
  {
    policy: owner("userId"),
    uniques: [
      ["userId", "day"],
      ["day", "number"],
    ],
  },
);
const lines = table(
  "lines",
  { id: id(), orderId: ref(() => orders), place: text(), code: text({ unique: true }) },
  { policy: inherit("orderId"), uniques: [["orderId", "place"]] },
);
const projects = table(
  "projects",
  { id: id(), teamId: text(), name: text() },
  { policy: member("teamId", () => memberships), uniques: [["name"]] },
);
const pages = table(
  "pages",
  { id: id(), userId: text(), handle: text({ unique: "across_owners" }), host: text() },
  {
    policy: owner("userId"),
    indexes: [{ columns: ["host"], unique: "across_owners", where: "host <> ''" }],
  },
);
const words = table("words", { id: id(), word: text({ unique: true }) }, { policy: everyone });
const tables = { users, memberships, orders, lines, projects, pages, words };

test("a unique that reaches across owners is found, but where each owner has one row or it is meant", () => {
  expect(findSharedUniques(toDataSchema(tables))).toEqual([
    "orders (number)",
    "orders (day, number)",
    "lines (code)",
    "projects (name)",
  ]);
});

test("and told in dev", async () => {
  const told: string[] = [];
  const tell = (_: object, message: string) => void told.push(message);
  const log = { debug: tell, info: tell, warn: tell, error: tell, child: () => log };
  const data = createData({
    tables,
    database: openSqlite(":temporary:"),
    clock: nodePlatform,
    log,
    mode: "dev",
  });
  await data.open();
  await data.close();
  expect(told).toContainEqual(expect.stringContaining("orders (number), orders (day, number)"));
});

test("one that is meant to reach across owners is as unique as any", async () => {
  const data = createData({
    tables,
    database: openSqlite(":temporary:"),
    clock: nodePlatform,
    log: silentLog,
    mode: "dev",
  });
  await data.open();
  const add = (userId: string, handle: string, host: string) =>
    data.write({
      operation: "add",
      run: (db) => db.insertInto("pages").values({ userId, handle, host }).execute(),
      caller: { user: userId, roles: new Set() },
    });
  await add("ada", "countess", "ada.example");
  for (const [handle, host] of [
    ["countess", "bob.example"],
    ["bob", "ada.example"],
  ] as const)
    await expect(add("bob", handle, host)).rejects.toMatchObject({ code: "unique_violation" });
  await data.close();
});
