import { sql } from "kysely";
import { expect, test } from "vitest";
import { insert, openItems } from "../../../../test/data/items.ts";

test("a statement is warned of once, and again when a thousand others have been warned of since", async () => {
  await using opened = await openItems({ limits: { fullScanRows: 1, slowStatementMs: 1e9 } });
  for (const name of ["a", "b", "c"])
    await opened.data.write({ operation: "add", run: insert(name) });
  const scan = (text: string) =>
    opened.data.read((db) =>
      sql`SELECT id FROM items WHERE stock = 7 ${sql.raw(`/* ${text} */`)}`.execute(db),
    );
  const warnings = () =>
    opened.log.lines.filter(({ fields }) => String(fields["sql"]).includes("/* first */")).length;
  await scan("first");
  await scan("first");
  expect(warnings()).toBe(1);
  for (let other = 0; other < 1000; other++) await scan(String(other));
  await scan("first");
  expect(warnings()).toBe(2);
});
