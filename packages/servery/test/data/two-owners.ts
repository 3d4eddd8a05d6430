import { sql } from "kysely";
import { role } from "../../src/lib/contract/access.ts";
import { boolean, id, integer, json, ref, text } from "../../src/lib/server/data/column.ts";
import type { Data, Db } from "../../src/lib/server/data/data.ts";
import {
  any,
  everyone,
  inherit,
  member,
  nobody,
  owner,
  policy,
} from "../../src/lib/server/data/policy.ts";
import type { RowCaller } from "../../src/lib/server/data/row-caller.ts";
import { table } from "../../src/lib/server/data/table.ts";
import { openTestData } from "./fixture.ts";

const admin = role("admin");

const users = table("users", { id: id(), name: text() }, { policy: owner("id") });
const memberships = table(
  "memberships",
  { userId: ref(() => users), organizationId: text() },
  { policy: owner("userId"), primaryKey: ["userId", "organizationId"] },
);
const projects = table(
  "projects",
  { id: id(), organizationId: text(), body: text() },
  { policy: member("organizationId", () => memberships), indexes: [["organizationId"]] },
);
const orders = table(
  "orders",
  {
    id: id(),
    userId: ref(() => users),
    number: text({ unique: true }),
    body: text({ default: "" }),
    paid: boolean({ default: false }),
    tags: json(undefined, { default: [] }),
    total: integer({ default: 0, check: "@ >= 0" }),
  },
  { policy: owner("userId"), indexes: [["userId"]] },
);
const lines = table(
  "lines",
  { id: id(), orderId: ref(() => orders, { onDelete: "cascade" }), body: text() },
  { policy: inherit("orderId"), indexes: [["orderId"]] },
);
const notes = table(
  "notes",
  {
    id: id(),
    userId: text(),
    orderId: ref(() => orders, { onDelete: "set null", nullable: true }),
    body: text(),
  },
  { policy: owner("userId"), indexes: [["userId"], ["orderId"]] },
);
const messages = table(
  "messages",
  { id: id(), fromId: text(), toId: ref(() => users, { to: "any" }), body: text() },
  {
    policy: policy({
      read: ({ row, caller }) => any(row.fromId.is(caller.user), row.toId.is(caller.user)),
      write: owner("fromId"),
    }),
  },
);
const products = table(
  "products",
  { id: id(), body: text() },
  { policy: policy({ read: everyone, write: ({ caller }) => caller.has(admin) }) },
);
const tickets = table(
  "tickets",
  { id: id(), userId: text(), open: boolean({ default: true }) },
  {
    policy: policy(({ caller }) => any(owner("userId"), caller.has(admin))),
    indexes: [["userId"]],
  },
);
const vault = table("vault", { id: id(), body: text() }, { policy: nobody });
/** Open to all, but what it refers to is not. */
const marks = table("marks", { id: id(), orderId: ref(() => orders) }, { policy: everyone });

export const tables = {
  users,
  memberships,
  projects,
  orders,
  lines,
  notes,
  messages,
  products,
  tickets,
  vault,
  marks,
};
export type OwnersDb = Db<typeof tables>;
export type OwnersData = Data<typeof tables>;

const noRoles: ReadonlySet<string> = new Set();
export const ann: RowCaller = { user: "ann", roles: noRoles };
export const ben: RowCaller = { user: "ben", roles: noRoles };
export const chief: RowCaller = { user: "chief", roles: new Set(["admin"]) };

/** Everything of Ben's says BEN, so that none of it can come to Ann unseen. */
async function fill(db: OwnersDb): Promise<void> {
  for (const name of ["ann", "ben"]) {
    const body = name.toUpperCase();
    const key = (kind: string) => `${kind}-${name}`;
    await db.insertInto("users").values({ id: name, name: body }).execute();
    const organizationId = key("org");
    await db.insertInto("memberships").values({ userId: name, organizationId }).execute();
    await db
      .insertInto("projects")
      .values({ id: key("p"), organizationId, body })
      .execute();
    await db
      .insertInto("orders")
      .values({ id: key("o"), userId: name, number: `number ${body}`, body, tags: [body] })
      .execute();
    await db
      .insertInto("tickets")
      .values({ id: key("t"), userId: name })
      .execute();
    await db
      .insertInto("lines")
      .values({ id: key("l"), orderId: key("o"), body })
      .execute();
    await db
      .insertInto("notes")
      .values({ id: key("n"), userId: name, orderId: key("o"), body })
      .execute();
  }
  await db
    .insertInto("messages")
    .values({ id: "m", fromId: "ben", toId: "ben", body: "BEN" })
    .execute();
  await db.insertInto("products").values({ id: "pr", body: "for all" }).execute();
  await db.insertInto("vault").values({ id: "v", body: "BEN" }).execute();
}

export async function openTwoOwners(
  options: Parameters<typeof openTestData<typeof tables>>[1] = {},
) {
  const opened = await openTestData(tables, options);
  await opened.data.write({ operation: "fill", unrestricted: true, run: fill });
  return opened;
}

/** Every row there is, by table, as the engine sees them. */
export function everything({ system }: OwnersData): Record<string, Record<string, unknown>[]> {
  return Object.fromEntries(
    Object.keys(tables).map((name) => [
      name,
      system.all(`SELECT * FROM main."${name}" ORDER BY 1, 2`).map((row) => ({ ...row })),
    ]),
  );
}

/** What is not Ann's. */
export function notAnns(data: OwnersData): Record<string, Record<string, unknown>[]> {
  return Object.fromEntries(
    Object.entries(everything(data)).map(([name, rows]) => [
      name,
      rows.filter((row) => /BEN|ben/.test(JSON.stringify(row))),
    ]),
  );
}

export const raw = (statement: string) => (db: OwnersDb) => sql.raw(statement).execute(db);
