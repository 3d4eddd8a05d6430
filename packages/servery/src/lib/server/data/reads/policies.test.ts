import { describe, expect, test } from "vitest";
import { nobodyCalls, type RowCaller } from "../row-caller.ts";
import {
  ann,
  chief,
  type MakeQuery,
  planOf,
  raw,
  regionsOf,
} from "../../../../../test/live/read-sets/shop-reads.ts";

type Scenario = readonly [
  name: string,
  make: MakeQuery,
  caller: RowCaller,
  regions: readonly string[],
];

const policies: readonly Scenario[] = [
  [
    "an owner's rows",
    (db) => db.selectFrom("orders").select("state"),
    ann,
    ['orders(id,state,userId) & userId in ["ann"]'],
  ],
  [
    "all, to a role",
    (db) => db.selectFrom("orders").select("state"),
    chief,
    ["orders(id,state,userId)"],
  ],
  [
    "none, to nobody in particular",
    (db) => db.selectFrom("orders").select("state"),
    nobodyCalls,
    [],
  ],
  [
    "an owner's, by hand",
    raw("SELECT state FROM orders"),
    ann,
    ['orders(id,state,userId) & userId in ["ann"]'],
  ],
  [
    "counted",
    (db) => db.selectFrom("memberships").select((eb) => eb.fn.countAll().as("n")),
    ann,
    ['memberships(organizationId,userId) & userId in ["ann"]'],
  ],
  [
    "what rows inherit from",
    (db) => db.selectFrom("lines").select("count"),
    ann,
    ["lines(count,id,orderId)", 'orders(id,userId) & userId in ["ann"]'],
  ],
  [
    "the same by its key",
    (db) => db.selectFrom("lines").select("count").where("orderId", "=", "o1"),
    ann,
    [
      'lines(count,id,orderId) & orderId in ["o1"]',
      'orders(id,userId) & id in ["o1"] & userId in ["ann"]',
    ],
  ],
  [
    "the same to a role",
    (db) => db.selectFrom("lines").select("count"),
    chief,
    ["lines(count,id,orderId)", "orders(id,userId)"],
  ],
  [
    "memberships",
    (db) => db.selectFrom("projects").select("title"),
    ann,
    ['memberships(organizationId,userId) & userId in ["ann"]', "projects(id,organizationId,title)"],
  ],
  [
    "a membership",
    (db) => db.selectFrom("projects").select("title").where("organizationId", "=", "o1"),
    ann,
    [
      'memberships(organizationId,userId) & organizationId in ["o1"] & userId in ["ann"]',
      'projects(id,organizationId,title) & organizationId in ["o1"]',
    ],
  ],
  ["no membership of nobody", (db) => db.selectFrom("projects").select("title"), nobodyCalls, []],
  [
    "either of two columns",
    (db) => db.selectFrom("messages").select("body"),
    ann,
    ["messages(body,fromId,id,toId)"],
  ],
  [
    "a state, or an owner",
    (db) => db.selectFrom("pages").select("id"),
    ann,
    ["pages(authorId,id,state)"],
  ],
  [
    "a state",
    (db) => db.selectFrom("drafts").select("id"),
    ann,
    ['drafts(id,state) & state in ["open"]'],
  ],
  ["nothing", (db) => db.selectFrom("vault").select("body"), ann, []],
  [
    "an owner's id is handed on",
    (db) =>
      db
        .selectFrom("orders as o")
        .innerJoin("memberships as m", "m.userId", "o.userId")
        .select("m.organizationId"),
    chief,
    [
      'memberships(organizationId,userId) & userId in ["chief"]',
      'orders(id,userId) & userId in ["chief"]',
    ],
  ],
];

describe("row policies say:", () => {
  test.each(policies)("%s", (_, make, caller, expected) =>
    expect(regionsOf(make, caller)).toEqual(expected),
  );
});

const user = { kind: "user" };
const admin = { kind: "role", role: "admin" };

test.each([
  ["products", []],
  ["orders", [user, admin]],
  ["lines", [user, admin]],
  ["projects", [user]],
  ["drafts", []],
  ["vault", []],
] as const)("of the caller, %s asks %j", (name, questions) => {
  const { plan } = planOf((db) => db.selectFrom(name).select("id"));
  expect(plan.questions).toEqual(questions);
});

test("without restriction there is no policy, and nothing is asked", () => {
  const make: MakeQuery = (db) => db.selectFrom("orders").select("state").where("id", "=", "o1");
  expect(regionsOf(make, ann, "unrestricted")).toEqual(['orders(id,state) & id in ["o1"]']);
  expect(planOf(make, "unrestricted").plan.questions).toEqual([]);
});
