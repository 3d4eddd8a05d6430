import { inspect } from "node:util";
import { expect } from "vitest";
import { isDataError } from "../../src/lib/server/data/data-error.ts";
import { ann, notAnns, openTwoOwners as open, type OwnersDb, raw } from "./two-owners.ts";

/** A row's keys in what came back, the number of rows changed, or the code of the failure. */
export type Outcome = readonly string[] | number | string;
export type Scenario = readonly [
  name: string,
  run: string | ((db: OwnersDb) => Promise<unknown>),
  outcome: Outcome,
];

async function outcomeOf(run: () => Promise<unknown>): Promise<Outcome> {
  try {
    const result = await run();
    const rows = (Array.isArray(result) ? result : (result as { rows: unknown[] }).rows) as Record<
      string,
      unknown
    >[];
    const first = Array.isArray(result) ? result[0] : result;
    const changed = [
      "numAffectedRows",
      "numUpdatedRows",
      "numDeletedRows",
      "numInsertedOrUpdatedRows",
    ]
      .map((name) => (first as Record<string, unknown>)?.[name])
      .find((value) => typeof value === "bigint");
    if (changed !== undefined) return Number(changed);
    return rows.map((row) => String(Object.values(row)[0]));
  } catch (error) {
    if (!isDataError(error)) throw error;
    expect(error.message).not.toMatch(/BEN/);
    return error.code;
  }
}

/** Ann runs each, and whatever comes of it, nothing of Ben's is seen, changed or taken over. */
export async function checkAsAnn(run: Scenario[1], outcome: Outcome): Promise<void> {
  await using opened = await open();
  const { data } = opened;
  const before = notAnns(data);
  const statement = typeof run === "string" ? raw(run) : run;
  let seen: unknown;
  const found = await outcomeOf(() =>
    data.write({
      operation: "ann's",
      caller: ann,
      run: async (db) => (seen = await statement(db)),
    }),
  );
  expect(found).toEqual(outcome);
  expect(notAnns(data)).toEqual(before);
  expect(inspect(seen, { depth: 9 })).not.toMatch(/BEN/);
}
