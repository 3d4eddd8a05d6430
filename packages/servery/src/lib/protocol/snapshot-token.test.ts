import { expect, test } from "vitest";

import { compareSnapshots, formatSnapshotToken } from "./snapshot-token.ts";

const token = (count: number, database = "db") => formatSnapshotToken({ database, count });

test("states of one database follow one another by their numbers, not as texts", () => {
  expect(compareSnapshots(token(9), token(10))).toBe("older");
  expect(compareSnapshots(token(10), token(9))).toBe("newer");
  expect(compareSnapshots(token(9), token(9))).toBe("same");
  expect(compareSnapshots(token(0), token(Number.MAX_SAFE_INTEGER))).toBe("older");
});

test.each([
  ["of another database", token(1, "other")],
  ["of a form that is not known", "p.db.1"],
  ["with a number that is none", "c.db.x"],
  ["with a number that is written otherwise", "c.db.01"],
  ["with a number that is too great to be exact", "c.db.9007199254740993"],
  ["with a name that is none", "c.d b.1"],
  ["that is too long", `c.db.1${" ".repeat(300)}`],
  ["of nothing", ""],
])("a state %s cannot be compared, but to itself", (_, other) => {
  expect(compareSnapshots(token(1), other)).toBe("unknown");
  expect(compareSnapshots(other, token(1))).toBe("unknown");
  expect(compareSnapshots(other, other)).toBe("same");
});
