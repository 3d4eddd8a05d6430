import { afterEach, describe, expect, test } from "vitest";
import type { InlineConfig } from "vite";

import { bundlers, createPage, type Files, viteBuild } from "./boundary-project.ts";
import { prices } from "./planted.ts";
import type { Project } from "./project.ts";

let project: Project | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

const clean: readonly [what: string, files: Files, config?: InlineConfig][] = [
  [
    "types of a server module",
    {
      "web/main.ts": `import type { A } from "../server/a"; import { type B } from "../server/a"; import { C } from "../server/a";
        export type { A } from "../server/a"; type D = typeof import("../server/a"); console.log(1 as A & B & C);`,
      "server/a.ts": `import "node:fs"; export type A = number; export type B = number; export interface C {}`,
    },
  ],
  [
    "a folder whose name only begins so, and a file that is called like it",
    {
      "web/main.js": `import "../server-side/a.js"; import "./server.js";`,
      "server-side/a.js": `console.log(1);`,
      "web/server.js": `console.log("import pg from 'pg'; process.env.SECRET");`,
    },
  ],
  [
    "a polyfill that stands in for a builtin module",
    {
      "web/main.js": `import { join } from "path"; console.log(join);`,
      "web/path.js": `export const join = 1;`,
    },
    { resolve: { alias: [{ find: /^path$/, replacement: "/web/path.js" }] } },
  ],
  [
    "a package of a builtin module's name",
    {
      "web/main.js": `import { Buffer } from "buffer/"; console.log(Buffer);`,
      "node_modules/buffer/index.js": `export const Buffer = 1;`,
    },
  ],
  [
    "a package that leaves a builtin module to servers",
    {
      "web/main.js": `import a from "tool"; console.log(a);`,
      "node_modules/tool/package.json": `{"name":"tool","main":"index.js","browser":{"fs":false}}`,
      "node_modules/tool/index.js": `const fs = require("fs"); module.exports = fs.readFileSync ? 1 : 2;`,
    },
  ],
  [
    "an app that leaves a driver out of browsers",
    {
      "web/main.js": `import * as sharp from "sharp"; console.log(sharp);`,
      "package.json": `{"type":"module","browser":{"sharp":false}}`,
      "node_modules/sharp/index.js": `module.exports = 1;`,
    },
  ],
  [
    "an app that puts a file of its own in a driver's place",
    {
      "web/main.js": `import { Pool } from "pg"; console.log(Pool);`,
      "web/stub.js": `export class Pool {}`,
      "node_modules/pg/index.js": `export class Pool {}`,
    },
    {
      plugins: [
        {
          name: "stub",
          enforce: "pre",
          resolveId: (source) => (source === "pg" ? `${project!.root}/web/stub.js` : undefined),
        },
      ],
    },
  ],
  [
    "what only a server comes to",
    {
      "web/main.js": `if (import.meta.env.SSR) { console.log(process.env.DATABASE_URL); await import("node:fs"); await import("../server/prices.js"); }
        const file = import.meta.env.SSR ? await import("node:path") : 1; if (!import.meta.env.SSR) console.log(file);`,
      ...prices,
    },
    { build: { target: "esnext" } },
  ],
  [
    "a package that looks around to learn where it runs",
    {
      "web/main.js": `import { a } from "tool"; console.log(a);`,
      "node_modules/tool/index.js": `export const a = process.env.TOOL_DEBUG_KEY; export const b = () => import("node:crypto");`,
    },
  ],
  [
    "a variable that the build fills in",
    { "web/main.js": `console.log(process.env.API_ADDRESS, process.env.NODE_ENV);` },
    { define: { "process.env.API_ADDRESS": `"https://api.example.com"` } },
  ],
  [
    "secrets of another kind",
    { "web/main.js": `const secret = (name) => name; console.log(secret("LEVEL_ONE"));` },
  ],
  [
    "variables for browsers",
    {
      "web/main.js": `console.log(import.meta.env.VITE_TITLE, import.meta.env);`,
      ".env": `VITE_TITLE=A long title of a shop`,
    },
  ],
  [
    "a worker, an asset and a source of browsers",
    {
      "web/main.js": `import a from "./a.js?raw"; new Worker(new URL("./a.js", import.meta.url)); console.log(a, new URL("./a.json", import.meta.url));`,
      "web/a.js": `console.log("node:fs");`,
      "web/a.json": `{"server":"pg"}`,
    },
  ],
  [
    "a page that only speaks of the server's files",
    {
      "index.html": `<meta name="prices" content="./server/prices.json"><iframe src="./server/prices.json"></iframe>
        <p title="the src=server/prices.json is"></p><x-chart data="./server/prices.json"></x-chart>
        <script type="module" src="/web/main.js"></script>`,
      "web/main.js": `console.log(1);`,
      "server/prices.json": `{"a":1}`,
    },
  ],
  [
    "a browser's module whose source speaks of a server's",
    {
      "web/main.js": `import a from "./shown.js?raw"; console.log(a);`,
      "web/shown.js": `// import { p } from "../server/prices.js"; new URL("../server/prices.js", import.meta.url)`,
      ...prices,
    },
  ],
];

describe("nothing is found in", () => {
  test.each(clean)("%s", async (_, files, config) => {
    project = createPage(files);
    const { failure, files: written } = await viteBuild(project, { server: ["server"] }, config);
    expect(failure).toBe("");
    expect(written.size).toBeGreaterThan(1);
  });
});

test("a build that has failed says why, and nothing else", async () => {
  project = createPage({
    "web/main.js": `import "../server/prices.js"; import "./broken.js";`,
    "web/broken.js": `const = ;`,
    ...prices,
  });
  const { failure } = await bundlers.Rollup(project, { server: ["server"] });
  expect(failure).toContain("broken.js");
  expect(failure).not.toContain("belongs on the server");
});

test.each([
  `export const a = typeof process !== "undefined" ? process.env.LOG_LEVEL : "info";`,
  `export const a = () => process.env.LOG_LEVEL;`,
  `import { a } from "kit"; console.log(a);`,
])("of a server's variable that is no secret is only warned: %s", async (code) => {
  project = createPage({
    "web/main.js": `import { a } from "./page.js"; console.log(a);`,
    "web/page.js": code.includes("kit") ? `export * from "../kit/index.js";` : code,
    "kit/index.js": `export const a = globalThis.process?.env.LOG_LEVEL;`,
  });
  const told: string[] = [];
  const onLog = (_: string, { message }: { message: string }) => void told.push(message);
  const build = { rolldownOptions: { onLog } };
  expect((await viteBuild(project, {}, { build })).failure).toBe("");
  expect(told.join("\n")).toMatch(
    /LOG_LEVEL is read from a server's environment[^]*\(graph\/environment, /,
  );
  const declared = await viteBuild(project, { secrets: ["LOG_LEVEL"] });
  expect(declared.failure).toContain("it reads LOG_LEVEL from the environment");
});
