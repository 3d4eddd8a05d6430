import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const script = `
  import { openSqlite } from ${JSON.stringify(new URL("./sqlite-database.ts", import.meta.url).href)};
  const database = openSqlite(":temporary:");
  const writer = database.openWriter();
  const heavy = database.openHeavy("");
  const [row] = await heavy.all("SELECT 1 + 1 AS n", []);
  await heavy.end();
  writer.close();
  database.close();
  console.log("two is", row.n);
`;

test("a script that ends a heavy connection goes on to its own end", async () => {
  const run = promisify(execFile);
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", script]);
  expect(stdout.trim()).toBe("two is 2");
});
