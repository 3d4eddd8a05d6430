import { expect, test } from "vitest";

import { checkGraph } from "../../../src/check/graph/check-graph.ts";
import { loadGraph } from "../../../src/check/graph/load-graph.ts";
import { checkProject, toLines } from "./check-project.ts";
import { cleanProjects } from "./clean-projects.ts";

const service = {
  "service/db.ts": `export const db = () => 1; export interface Row {} export class Db {} export default db;`,
  "service/limits.ts": `export const limits = {};`,
};

test.each(cleanProjects)("nothing of the server is found in %s", async (_what, files) => {
  const report = await checkProject({ ...service, ...files });
  expect(toLines(report)).toEqual([]);
  expect(report.checked["modules"]).toBeGreaterThan(0);
});

test("the store sends nothing of its server", async () => {
  const root = new URL("../../../../../examples/store", import.meta.url).pathname;
  const report = await checkGraph(
    await loadGraph({ root, entries: [], server: ["service", "tables", "data"] }),
  );
  expect(toLines(report)).toEqual([]);
  expect(report.checked["modules"]).toBeGreaterThan(100);
});

test("types without a word are no imports, in hundreds of modules", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 800 }, (_, at) => [
      `web/m${at}.ts`,
      `import { Row } from "../service/db.ts"; import { a as b } from "./m${at + 1}.ts"; export const a = (row: Row): unknown => b;`,
    ]),
  );
  const end = { "web/m800.ts": `export const a = 1;`, "web/main.ts": `import "./m0.ts"` };
  expect(toLines(await checkProject({ ...service, ...files, ...end }))).toEqual([]);
});
