import { expect, test } from "vitest";

import { checkProject, toLines } from "./check-project.ts";
import { waysToReach } from "./ways-to-reach.ts";

const service = {
  "service/db.ts": `export const db = () => 1; export interface Row {} export class Db {} export default db;`,
};

test.each(waysToReach)("the server is reached by %s", async (_way, chain, files) => {
  const report = await checkProject({ ...service, ...files });
  const start = files["index.html"] === undefined ? "index.html → web/main.ts → " : "";
  const lines = toLines(report);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^graph\/server-module: /);
  expect(lines[0]!.endsWith(start + chain)).toBe(true);
});
