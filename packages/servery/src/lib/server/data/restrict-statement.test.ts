import { describe, expect, test } from "vitest";
import { restrictStatement } from "./restrict-statement.ts";
import { tokenizeSql } from "./sql-tokens.ts";
import { findTarget } from "./statement-target.ts";

function restrict(sql: string): string {
  const tokens = tokenizeSql(sql);
  const target = findTarget(tokens);
  return target === undefined
    ? sql
    : restrictStatement(sql, tokens, target, (row) => `${row}.mine`);
}

describe("a statement writes the table behind the view, and the rows that meet the condition:", () => {
  test.each([
    ["SELECT * FROM t WHERE a", "SELECT * FROM t WHERE a"],
    ["VALUES (1)", "VALUES (1)"],
    ["INSERT INTO t VALUES (1)", "INSERT INTO main.t VALUES (1)"],
    ["insert or ignore into [t] values (1)", "insert or ignore into main.[t] values (1)"],
    ["REPLACE INTO `t` SELECT 1 WHERE 1", "REPLACE INTO main.`t` SELECT 1 WHERE 1"],
    ["INSERT INTO t SELECT * FROM u WHERE a", "INSERT INTO main.t SELECT * FROM u WHERE a"],
    ["UPDATE t SET a = 1", 'UPDATE main.t SET a = 1 WHERE "t".mine'],
    ["UPDATE t SET a = 1;", 'UPDATE main.t SET a = 1 WHERE "t".mine;'],
    ["UPDATE t SET a = 1 -- WHERE x", 'UPDATE main.t SET a = 1 WHERE "t".mine -- WHERE x'],
    ["UPDATE t SET a = 1 WHERE b OR c", 'UPDATE main.t SET a = 1 WHERE ("t".mine) AND ( b OR c)'],
    ["UPDATE t SET a = 1 WHERE b -- c", 'UPDATE main.t SET a = 1 WHERE ("t".mine) AND ( b) -- c'],
    ["UPDATE t SET a = 1 WHERE b /* c", 'UPDATE main.t SET a = 1 WHERE ("t".mine) AND ( b) /* c'],
    [
      'UPDATE t AS "a""b" SET a = (SELECT 1 WHERE x) FROM u WHERE b RETURNING c',
      'UPDATE main.t AS "a""b" SET a = (SELECT 1 WHERE x) FROM u WHERE ("a""b".mine) AND ( b) RETURNING c',
    ],
    ["DELETE FROM 't' RETURNING a", "DELETE FROM main.'t' WHERE \"t\".mine RETURNING a"],
    [
      "WITH RECURSIVE a(b) AS NOT MATERIALIZED (SELECT ')'), replace AS (DELETE) DELETE FROM t WHERE 1",
      "WITH RECURSIVE a(b) AS NOT MATERIALIZED (SELECT ')'), replace AS (DELETE) DELETE FROM main.t WHERE (\"t\".mine) AND ( 1)",
    ],
    ["EXPLAIN QUERY PLAN DELETE FROM t", 'EXPLAIN QUERY PLAN DELETE FROM main.t WHERE "t".mine'],
    [
      "INSERT INTO t AS x SELECT 1 WHERE 1 ON CONFLICT (a) WHERE b DO UPDATE SET c = 1 WHERE d ON CONFLICT DO UPDATE SET c = 2 ON CONFLICT DO NOTHING RETURNING e",
      'INSERT INTO main.t AS x SELECT 1 WHERE 1 ON CONFLICT (a) WHERE b DO UPDATE SET c = 1 WHERE CASE WHEN "x".mine THEN ( d) ELSE 1 END ON CONFLICT DO UPDATE SET c = 2 ON CONFLICT DO NOTHING RETURNING e',
    ],
  ])("%s", (sql, restricted) => expect(restrict(sql)).toBe(restricted));

  test.each([
    "UPDATE t SET a = 1 WHERE b) OR (1",
    "UPDATE t SET a = (1 WHERE b",
    "DELETE FROM t WHERE 1)",
  ])("but for one whose parentheses do not match, which is left to fail: %s", (sql) =>
    expect(restrict(sql)).toBe(sql),
  );
});
