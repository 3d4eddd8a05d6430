import type { Insertable, Selectable, Updateable } from "kysely";
import { expectTypeOf, test } from "vitest";
import type { Schema } from "../../contract/schema.ts";
import { boolean, bytes, id, integer, json, real, ref, text, timestamp } from "./column.ts";
import type { Db } from "./data.ts";
import { everyone } from "./policy.ts";
import { type DatabaseOf, table } from "./table.ts";

declare const Settings: Schema<{ theme: string }>;

const users = table("users", { id: id(), name: text() }, { policy: everyone });
const counters = table("counters", { id: id({ type: "integer" }) }, { policy: everyone });
const everything = table(
  "everything",
  {
    id: id(),
    plan: text({ values: ["free", "pro"] }),
    note: text({ nullable: true }),
    count: integer({ default: 0 }),
    ratio: real(),
    active: boolean({ default: true }),
    maybe: boolean({ nullable: true, default: false }),
    settings: json(Settings),
    anything: json(),
    at: timestamp({ default: "now" }),
    iso: timestamp({ as: "iso" }),
    photo: bytes(),
    userId: ref(() => users),
    counterId: ref(() => counters, { nullable: true }),
    parentId: ref("self", { nullable: true }),
  },
  { policy: everyone },
);
type Everything = DatabaseOf<{ anyName: typeof everything }>["everything"];

test("rows are typed by their columns", () => {
  expectTypeOf<Selectable<Everything>>().toEqualTypeOf<{
    id: string;
    plan: "free" | "pro";
    note: string | null;
    count: number;
    ratio: number;
    active: boolean;
    maybe: boolean | null;
    settings: { theme: string };
    anything: unknown;
    at: number;
    iso: string;
    photo: Uint8Array;
    userId: string;
    counterId: number | null;
    parentId: string | null;
  }>();
});

test("what has a default or may be NULL can be left out of an insert, nothing else", () => {
  const least = {
    plan: "pro",
    ratio: 1,
    settings: { theme: "dark" },
    anything: 1,
    iso: "",
    photo: new Uint8Array(),
    userId: "",
  } as const;
  expectTypeOf(least).toExtend<Insertable<Everything>>();
  expectTypeOf<Omit<typeof least, "ratio">>().not.toExtend<Insertable<Everything>>();
  expectTypeOf<Omit<typeof least, "userId">>().not.toExtend<Insertable<Everything>>();
  expectTypeOf<Omit<typeof least, "plan"> & { plan: "gold" }>().not.toExtend<
    Insertable<Everything>
  >();
  expectTypeOf<{ note: null }>().toExtend<Updateable<Everything>>();
  expectTypeOf<{ plan: null }>().not.toExtend<Updateable<Everything>>();
});

test("queries are typed by table and column", () => {
  const run = (db: Db<{ users: typeof users; everything: typeof everything }>) =>
    db
      .selectFrom("everything")
      .innerJoin("users", "users.id", "everything.userId")
      .select(["users.name", "active"])
      .executeTakeFirstOrThrow();
  expectTypeOf(run).returns.resolves.toEqualTypeOf<{ name: string; active: boolean }>();
  // @ts-expect-error no such table
  void ((db: Db<{ users: typeof users }>) => db.selectFrom("orders"));
  // @ts-expect-error no such column
  void ((db: Db<{ users: typeof users }>) => db.selectFrom("users").select("nothing"));
});

test("a table without a policy does not compile, nor one that indexes what it does not have", () => {
  // @ts-expect-error the policy is required
  table("a", { id: id() }, {});
  // @ts-expect-error no such column
  table("a", { id: id() }, { policy: everyone, indexes: [["b"]] });
  // @ts-expect-error the default is not of the column's type
  table("a", { id: id(), n: integer({ default: "1" }) }, { policy: everyone });
});
