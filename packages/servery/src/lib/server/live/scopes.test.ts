import { expect, test } from "vitest";
import { createQueries, createWorld } from "../../../../test/live/world.ts";
import { createRunRecord } from "./run-record.ts";
import { createScopes } from "./scopes.ts";

const { query } = createQueries(createWorld());
const callers = [{ user: "ada" }, { user: "bob" }, { user: "ada", "role:admin": "yes" }];

/** The scopes of three callers, once a run of the query has shown what it asks. */
async function scopesAfter(options: Parameters<typeof query>[1]) {
  const scopes = createScopes();
  const queries = callers.map((caller) => query("row", { ...options, caller }));
  const before = queries.map(scopes.scopeOf);
  const record = createRunRecord();
  await queries[0]!.run(record);
  scopes.learn("row", record.conclude());
  return { before, after: queries.map(scopes.scopeOf) };
}

test("whoever asks the same might share a run, as long as nothing else is known", async () => {
  const { before } = await scopesAfter({});
  expect(new Set(before)).toEqual(new Set(["row"]));
  expect(createScopes().scopeOf(query("other"))).not.toBe("row");
});

test.each([
  ["nothing", [], 1],
  ["who calls", ["user"], 2],
  ["for a role", ["role:admin"], 2],
  ["both", ["user", "role:admin"], 3],
])("a query that asks %s is shared by those who answer alike", async (_, asks, groups) => {
  const { after } = await scopesAfter({ asks });
  expect(new Set(after)).toHaveLength(groups);
  expect(after).not.toContain(undefined);
});

test.each([
  ["is another each time", { forbidden: "it asks for randomness" }],
  ["may rest on anything", { everything: "a view" }],
  ["reads nothing", { isBlind: true }],
  ["is not to be kept", { isKept: false }],
])("a query that %s is each caller's own", async (_, options) => {
  expect((await scopesAfter(options)).after).toEqual([undefined, undefined, undefined]);
});
