import { describe, expect, test } from "vitest";
import { reads, region } from "../../../../test/live/regions.ts";
import type { ObservedStatement } from "../data/read-observer.ts";
import type { ReadPlan } from "../data/reads/read-plan.ts";
import { createRunRecord, isShareable } from "./run-record.ts";

const ada = { user: "ada", roles: new Set(["admin"]) };

function statement(plan: Partial<ReadPlan>, caller = ada): ObservedStatement {
  const whole: ReadPlan = {
    toRegions: (parameters, { user }) => [
      region("notes", { equals: { owner: [user ?? ""], id: parameters as string[] } }),
    ],
    questions: [],
    volatile: undefined,
    everything: undefined,
    ...plan,
  };
  return { statement: { sql: "…", plan: whole }, reach: "restricted", parameters: ["1"], caller };
}

describe("a run's record", () => {
  test("says what was read, by whom, and in which state", () => {
    const record = createRunRecord();
    record.onStatement(statement({}));
    expect(record.count).toBeUndefined();
    record.onSnapshot(7);
    expect(record.count).toBe(7);
    const basis = record.conclude();
    const rows = region("notes", { equals: { owner: ["ada"], id: ["1"] } });
    expect(basis).toMatchObject({ count: 7, usesClock: false, forbidden: undefined });
    expect(basis.reads).toEqual(reads([rows]));
  });

  test("says what was asked, each question once, and what row policies have asked after it", () => {
    const record = createRunRecord();
    record.onAsked("header:accept-language", "de");
    record.onAsked("user", "ada");
    record.onAsked("header:accept-language", "de");
    const questions = [
      { kind: "user" },
      { kind: "role", role: "admin" },
      { kind: "role", role: "x" },
    ];
    record.onStatement(statement({ questions: questions as ReadPlan["questions"] }));
    expect(record.conclude().asked).toEqual([
      { question: "header:accept-language", answer: "de" },
      { question: "user", answer: "ada" },
      { question: "role:admin", answer: "yes" },
      { question: "role:x", answer: null },
    ]);
  });

  test.each<[string, (record: ReturnType<typeof createRunRecord>) => void, RegExp]>([
    [
      "was forbidden, for the first reason",
      (record) => {
        record.forbid("first");
        record.forbid("second");
      },
      /^first$/,
    ],
    [
      "uses a function that is another each time",
      (record) => record.onStatement(statement({ volatile: "random" })),
      /random/,
    ],
    [
      "was answered a question in two ways",
      (record) => {
        record.onAsked("plan:gold", "yes");
        record.onAsked("plan:gold", null);
      },
      /plan:gold in two ways/,
    ],
    [
      "was answered otherwise by row policies",
      (record) => {
        record.onAsked("user", null);
        record.onStatement(statement({ questions: [{ kind: "user" }] }));
      },
      /user in two ways/,
    ],
    [
      "asks no end of things",
      (record) => {
        for (let at = 0; at < 1000; at++) record.onAsked(`header:x-${at}`, "x");
      },
      /more than 100/,
    ],
  ])("says that its result is nobody else's when it %s", (_, run, why) => {
    const record = createRunRecord();
    run(record);
    const basis = record.conclude();
    expect(basis.forbidden).toMatch(why);
    expect(isShareable(basis)).toBe(false);
    expect(basis.asked.length).toBeLessThanOrEqual(100);
  });

  test("says that it may rest on anything when one of its statements may", () => {
    const record = createRunRecord();
    record.onStatement(statement({}));
    record.onStatement(statement({ everything: "a virtual table" }));
    const basis = record.conclude();
    expect(basis.reads.everything).toBe("a virtual table");
    expect(isShareable(basis)).toBe(false);
  });

  test("is not changed by a handler that goes on when its run has ended", () => {
    const record = createRunRecord();
    record.onAsked("user", "ada");
    const basis = record.conclude();
    record.onAsked("role:admin", "yes");
    record.onStatement(statement({ volatile: "random" }));
    record.onClock();
    record.forbid("late");
    expect(basis).toMatchObject({ usesClock: false, forbidden: undefined, statements: [] });
    expect(basis.asked).toEqual([{ question: "user", answer: "ada" }]);
  });

  test("does not keep thousands of conditions of one table", () => {
    const record = createRunRecord();
    for (let at = 0; at < 2000; at++)
      record.onStatement({ ...statement({}), parameters: [String(at)] });
    const { regions } = record.conclude().reads;
    expect(regions).toHaveLength(1);
    expect(regions[0]).toMatchObject({ table: "notes", equals: [], ranges: [] });
  });
});
