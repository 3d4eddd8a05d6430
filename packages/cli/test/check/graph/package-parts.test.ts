import { expect, test } from "vitest";

import { checkProject, type Files, toLines } from "./check-project.ts";
import { kit } from "./clean-projects.ts";

const main = (code: string): Files => ({ "web/main.ts": code });
const index = `export { read } from "./node.js"; export * from "./a.js";`;
const indexPath = "node_modules/kit/index.js";
const node = "node_modules/kit/node.js";

test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
  [
    "a package's part that is asked for",
    { ...main(`import { read as b } from "kit"; b`), ...kit({ "index.js": index }) },
    [server(indexPath, node)],
  ],
  [
    "a package's part that is asked for, two modules on",
    {
      ...main(`export * from "./b.ts"`),
      "web/b.ts": `import { a } from "kit"; import { read } from "kit"; a; read`,
      ...kit({ "index.js": `export * from "./all.js"`, "all.js": index }),
    },
    [server("web/b.ts", indexPath, "node_modules/kit/all.js", node)],
  ],
  [
    "a package's part with all the rest",
    { ...main(`import * as all from "kit"; all`), ...kit({ "index.js": index }) },
    [server(indexPath, node)],
  ],
  [
    "a package's part that is handed on whole",
    { ...main(`export * from "kit"`), ...kit({ "index.js": index }) },
    [server(indexPath, node)],
  ],
  [
    "a package's part that runs lazily",
    { ...main(`void import("kit")`), ...kit({ "index.js": index }) },
    [server(indexPath, node)],
  ],
  [
    "a package's part that the package itself uses",
    {
      ...main(`import { a } from "kit"; a`),
      ...kit({
        "index.js": index,
        "a.js": `import { read } from "./index.js"; export const a = read;`,
      }),
    },
    [server(indexPath, node)],
  ],
  [
    "a part of a package with side effects",
    {
      ...main(`import { a } from "kit"; a`),
      ...kit({ "index.js": index }, { sideEffects: ["./node.js"] }),
    },
    [server(indexPath, node)],
  ],
  [
    "a part of the app's that nobody asks for",
    {
      ...main(`import { a } from "./all.ts"; a`),
      "package.json": `{ "name": "app", "sideEffects": false }`,
      "web/all.ts": `export const a = 1; export { db } from "../service/db.ts"`,
      "service/db.ts": "",
    },
    [server("web/all.ts", "service/db.ts")],
  ],
])("%s is found", async (_what, files, expected) => {
  expect(toLines(await checkProject(files))).toEqual(expected);
});

test("a name is asked for through barrels of barrels, twenty levels of them", async () => {
  const levels = Array.from({ length: 20 }, (_, at) => at);
  const barrels = levels.flatMap((at) =>
    ["a", "b"].map((side) => [
      `${side}${at}.js`,
      at === 19 ? index : `export * from "./a${at + 1}.js"; export * from "./b${at + 1}.js";`,
    ]),
  );
  const modules = { "index.js": `export * from "./a0.js"`, ...Object.fromEntries(barrels) };
  const ask = (name: string) =>
    checkProject({ ...main(`import { ${name} as it } from "kit"; it`), ...kit(modules) });
  expect(toLines(await ask("a"))).toEqual([]);
  expect(toLines(await ask("read"))).toHaveLength(1);
});

function server(...modules: string[]): string {
  return `graph/server-module: ${["index.html", "web/main.ts", ...modules].join(" → ")}`;
}
