import { expect, test } from "vitest";

import { toModuleNames } from "./module-names.ts";
import { toModuleRecord } from "./module-record.ts";

test.each([
  `import a, { b, c as d, "e f" as g } from "x"; import * as all from "y"; import "z"; export { a, d };`,
  `export { a, b as c, default } from "x"; export * from "y"; export * as all from "z";`,
  `export const a = 1, { b, c: [d = 2] } = { b: 1, c: [] }; export function e() {} export class F {}`,
  `const a = 1; export { a as "b c", a as default };`,
  `export default function a() {}`,
  `export default () => 1;`,
])("a tree tells what a parser's own record does: %s", async (code) => {
  const record = await toModuleRecord("module.js", code);
  const { imports, exports, stars } = toModuleNames(record.program());
  expect(stars).toEqual(record.stars);
  // What is imported and exported later is one step in a record, and two in a tree.
  const isTwoSteps = code.includes("export { a, d }");
  const direct = record.imports.filter(({ local }) => !isTwoSteps || local !== undefined);
  expect(imports).toEqual(direct);
  const names = ({ exported }: (typeof exports)[number]) => exported;
  expect(exports.map(names)).toEqual(record.exports.map(names));
  if (!isTwoSteps) expect(exports).toEqual(record.exports);
});
