import { expect, test } from "vitest";

import { layOutSql } from "./lay-out-sql.ts";

test("begins each clause on a line of its own, and leaves what stands in brackets together", () => {
  const sql = `select "a"."id", (select count(*) from "b" where "b"."of" = "a"."id") as "n" from "a" inner join "c" on "c"."id" = "a"."c" left outer join "d" on 1 where "a"."kind" = ? and "a"."x" in (select 1 from "e") group by "a"."id" order by "n" desc limit ?`;
  expect(layOutSql(sql)).toEqual([
    `select "a"."id", (select count(*) from "b" where "b"."of" = "a"."id") as "n"`,
    `from "a"`,
    `inner join "c" on "c"."id" = "a"."c"`,
    `left outer join "d" on 1`,
    `where "a"."kind" = ? and "a"."x" in (select 1 from "e")`,
    `group by "a"."id"`,
    `order by "n" desc`,
    `limit ?`,
  ]);
});

test("leaves texts and quoted names as they are, and words that only begin like a clause", () => {
  const sql = `select 'from  where', "order by" from "limits" where fromage = 'it''s limit 1'`;
  expect(layOutSql(sql)).toEqual([
    `select 'from  where', "order by"`,
    `from "limits"`,
    `where fromage = 'it''s limit 1'`,
  ]);
});

test("loses nothing but spaces", () => {
  const sql = `with "x" as (select 1)\n  select * from "x" union all select [a b], \`c\` from y`;
  expect(layOutSql(sql).join(" ")).toBe(sql.replaceAll(/\s+/g, " "));
});
