import { describe, expect, test } from "vitest";
import { role } from "../../contract/access.ts";
import { id, integer, ref, text } from "./column.ts";
import {
  all,
  any,
  everyone,
  inherit,
  member,
  nobody,
  owner,
  policy,
  type Policy,
  readRule,
} from "./policy.ts";
import { assertPolicies } from "./policy-check.ts";
import { toCondition } from "./policy-condition.ts";
import { toPolicyTriggers, toPolicyViews } from "./policy-objects.ts";
import { toDataSchema } from "./schema.ts";
import { table, type Tables } from "./table.ts";

type Columns = "userId" | "organizationId" | "state" | "n";

const admin = role("admin");

/** A policy of any columns, as one that TypeScript has not seen. */
const loose = (given: unknown) => given as Policy<never>;

function conditionOf(given: Policy, asked: "statement" | "row" = "statement"): string {
  const schema = toDataSchema(tablesWith(given));
  const one = schema.tables.get("rows");
  if (one === undefined) throw new Error("no table");
  return toCondition(schema, readRule(given), { table: one, row: "r", asked, purpose: "read" });
}

function tablesWith(given: Policy): Tables {
  const users = table("users", { id: id() }, { policy: owner("id") });
  const members = table(
    "members",
    { userId: text(), organizationId: text() },
    { policy: everyone, primaryKey: ["userId", "organizationId"] },
  );
  const rows = table(
    "rows",
    { id: id(), userId: ref(() => users), organizationId: text(), state: text(), n: integer() },
    { policy: loose(given) },
  );
  return { users, members, rows };
}

const members = () => tablesWith(everyone)["members"]!;

describe("a policy is data, and comes to a condition:", () => {
  test.each<[string, Policy, string]>([
    ["everyone", everyone, "1"],
    ["nobody", nobody, "0"],
    ["an owner", owner("userId"), 'r."userId" = (SELECT servery_user())'],
    ["a text", policy<Columns>(({ row }) => row.state.is("it's")), `r."state" = 'it''s'`],
    ["a number", policy<Columns>(({ row }) => row.n.is(-1.5)), 'r."n" = -1.5'],
    ["a boolean", policy<Columns>(({ row }) => row.n.is(true)), 'r."n" = 1'],
    ["null", policy<Columns>(({ row }) => row.n.is(null)), 'r."n" IS NULL'],
    ["a role", policy(({ caller }) => caller.has(admin)), "servery_has('admin')"],
    [
      "any and all",
      policy<Columns>(({ row, caller }) =>
        any(caller.has(admin), all(owner("userId"), row.n.is(0))),
      ),
      `(servery_has('admin') OR (r."userId" = (SELECT servery_user()) AND r."n" = 0))`,
    ],
    [
      "who has the row referred to",
      inherit("userId"),
      'EXISTS (SELECT 1 FROM main."users" AS "servery_1" WHERE "servery_1"."id" = r."userId" AND "servery_1"."id" = (SELECT servery_user()))',
    ],
  ])("%s", (_name, given, condition) => {
    expect(JSON.parse(JSON.stringify(given))).toEqual(given);
    expect(conditionOf(given)).toBe(condition);
  });

  test("a function is asked once for a statement, and for each row in a trigger", () => {
    expect(conditionOf(owner("userId"), "row")).toBe('r."userId" = servery_user()');
  });

  test("an owner's rows and a role's are two parts of a view, so that an index serves the owner", () => {
    const tickets = table(
      "t",
      { id: id(), userId: text() },
      { policy: policy(({ caller }) => any(owner("userId"), caller.has(admin))) },
    );
    expect(toPolicyViews(toDataSchema({ tickets }))).toBe(
      'CREATE TEMP VIEW "t" AS SELECT "id", "userId" FROM main."t" WHERE ("t"."userId" = (SELECT servery_user())) AND NOT (servery_has(\'admin\')) UNION ALL SELECT "id", "userId" FROM main."t" WHERE (servery_has(\'admin\'));\n',
    );
  });

  test("everyone's tables have neither view nor trigger", () => {
    const open = toDataSchema({ a: table("a", { id: id() }, { policy: everyone }) });
    expect(toPolicyViews(open) + toPolicyTriggers(open)).toBe("");
  });
});

describe("a policy that names what there is not is refused:", () => {
  const self = table("self", { id: id(), up: ref("self") }, { policy: inherit("up") });
  test.each<[string, () => Tables, string]>([
    ["a column", () => tablesWith(owner("useId")), 'names the column "useId"'],
    ["a column in a rule", () => tablesWith(policy<"no">(({ row }) => row.no.is(1))), '"no"'],
    ["a column of every object", () => tablesWith(owner("constructor")), '"constructor"'],
    ["a reference", () => tablesWith(inherit("state")), "refers to no table"],
    ["itself", () => ({ self }), "inherits from itself"],
    ["no rule", () => tablesWith(any()), "any() of nothing"],
    [
      "memberships elsewhere",
      () => tablesWith(member("organizationId", members)),
      "not among the service's tables",
    ],
    [
      "a value that is none",
      () => tablesWith(policy<Columns>(({ row }) => row.n.is(Number.NaN)) as Policy),
      "compares with",
    ],
  ])("%s", (_name, make, why) => {
    expect(() => assertPolicies(toDataSchema(make()))).toThrow(
      expect.objectContaining({ code: "table_invalid", message: expect.stringContaining(why) }),
    );
  });

  test("a column of the memberships", () => {
    const memberships = table("m", { id: id(), who: text() }, { policy: everyone });
    const rows = table(
      "rows",
      { id: id(), teamId: text() },
      { policy: member("teamId", () => memberships, { user: "who" }) },
    );
    expect(() => assertPolicies(toDataSchema({ memberships, rows }))).toThrow(
      'names the column "teamId", which "m"',
    );
  });

  test("a comparison by ===, which is a boolean and no rule", () => {
    const wrong = () =>
      policy(
        (({ row, caller }: { row: Record<string, unknown>; caller: { user: unknown } }) =>
          row["userId"] === caller.user) as never,
      );
    expect(wrong).toThrow(/expected. Compare by row.column.is/);
  });
});
