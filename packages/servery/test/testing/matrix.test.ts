import { contract, query } from "servery";
import { createService, silentLog } from "servery/server";
import { defineMatrix, printMatrix, runMatrix } from "servery/testing";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import { declareDiary } from "./diary.fixture.ts";

describe("a service that keeps what its contract says", () => {
  test("passes, and every cell is what access, credential and row make of it", async () => {
    const report = await runMatrix(declareDiary());
    expect(report.failures).toEqual([]);
    expect(report.actors).toEqual([
      "no credential",
      "expired session",
      "revoked session",
      "user",
      "role admin",
      "plan members",
      "stale user",
      "stale role admin",
      "key notes:read",
      "key notes:write",
    ]);
    const cell = (operation: string, actor: string) =>
      report.rows
        .filter((row) => row.operation === operation && row.actor === actor)
        .map(({ rows, status, outcome }) => `${rows} ${status} ${outcome}`);
    expect(cell("notes.get", "user")).toEqual(["own 200 ok", "foreign 404 not_found"]);
    expect(cell("notes.get", "role admin")).toEqual(["own 200 ok", "foreign 404 not_found"]);
    for (const nobody of ["no credential", "expired session", "revoked session"])
      expect(cell("notes.get", nobody)).toEqual([
        "own 401 unauthenticated",
        "foreign 401 unauthenticated",
      ]);
    expect(cell("notes.get", "key notes:read")[0]).toBe("own 403 forbidden");
    expect(cell("notes.list", "key notes:read")).toEqual(["own 200 ok"]);
    expect(cell("notes.list", "key notes:write")).toEqual(["own 403 forbidden"]);
    expect(cell("notes.export", "user")).toEqual(["own 403 forbidden"]);
    expect(cell("notes.export", "plan members")).toEqual(["own 200 ok"]);
    expect(cell("notes.all", "stale role admin")).toEqual(["own 401 fresh_sign_in_required"]);
    expect(cell("notes.all", "role admin")).toEqual(["own 200 ok"]);
    expect(cell("auth.sessions.revoke", "user")).toEqual(["own 204 ok", "foreign 404 not_found"]);
  });
});

describe("a service with holes", async () => {
  const holes = { get: "careless", all: "public" } as const;
  const report = await runMatrix(
    declareDiary(holes, {
      "notes.add": undefined,
      "notes.gett": "no rows",
      "notes.export": { own: () => undefined, foreign: "none", expect: "gone" },
    }),
  );
  const { passed, failures } = report;
  const about = (start: string) => failures.filter((why) => why.startsWith(start));

  test("fails for a handler that forgets whose row it is, whoever may call it", () => {
    expect(passed).toBe(false);
    expect(about("notes.get ")).toEqual(
      ["user", "role admin", "plan members", "stale user", "stale role admin"].map(
        (actor) =>
          `notes.get (for user), called by ${actor} on somebody else's rows: was let through (200); expected not_found.`,
      ),
    );
  });

  test("fails for an operation that is public and should not be, by what it shows", () => {
    expect(about("notes.all (for public), called by no credential")).toEqual([
      expect.stringMatching(
        /on their own rows: the answer shows "[\w-]+", which is somebody else's\.$/,
      ),
    ]);
    expect(about("notes.all (for public), called by role admin")).toEqual([]);
  });

  test("fails for an operation of which nothing is declared", () => {
    expect(about("notes.add")).toEqual([
      "notes.add (for user and scope notes:write) is not declared: say in `samples` what reaches the caller's rows and what somebody else's, or \"no rows\".",
    ]);
    const calls = report.rows.filter(({ operation }) => operation === "notes.add");
    expect(new Set(calls.map(({ outcome }) => outcome))).toEqual(
      new Set(["unauthenticated", "forbidden"]),
    );
  });

  test("fails for a declaration of what is not there, or not so", () => {
    expect(about("`samples`")).toEqual([
      '`samples` has "notes.gett", which is no operation of the contract.',
    ]);
    expect(about("notes.export")).toEqual([
      "notes.export (for plan members), called by plan members on their own rows: was let through (200); expected gone.",
    ]);
  });

  test("is printed with a line for each operation, and every failure as a sentence", () => {
    const text = printMatrix(report);
    expect(text).toMatch(/^ 1 {2}no credential\n 2 {2}expired session\n/);
    expect(text).toMatch(/^notes\.get +user +401 +401 +401 +200\/200! +200\/200! /m);
    expect(text).toContain(`${failures.length} things are not as declared.\n- `);
    const markdown = printMatrix(report, { format: "markdown" });
    expect(markdown).toMatch(/^\| operation \| access \| no credential \| expired session \|/);
    expect(markdown.split("\n")[1]).toBe(
      `| ${Array(report.actors.length + 2)
        .fill("---")
        .join(" | ")} |`,
    );
  });
});

test("a contract without accounts has nobody to tell apart, and says so", async () => {
  const output = z.object({});
  const bare = contract({
    name: "bare",
    operations: { get: query({ path: "/", access: "public", output }) },
  });
  const service = createService(bare, { handlers: { get: async () => ({}) }, log: silentLog });
  const matrix = defineMatrix({ service, samples: { get: "no rows" } });
  await expect(runMatrix(matrix)).rejects.toMatchObject({ code: "no_identity" });
});
