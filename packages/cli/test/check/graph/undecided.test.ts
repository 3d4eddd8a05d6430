import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { checkGraph } from "../../../src/check/graph/check-graph.ts";
import { loadGraph } from "../../../src/check/graph/load-graph.ts";
import { checkProject, type Files, toLines } from "./check-project.ts";

const main = (code: string): Files => ({ "web/main.ts": code });

describe("not decided:", () => {
  test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
    [
      "code that cannot be parsed",
      { ...main(`import "./a.ts"`), "web/a.ts": `import "pg"; const = ;` },
      ["undecided: web/a.ts"],
    ],
    [
      "a page's script that cannot be parsed",
      { "index.html": `<script>import "pg"; const = ;</script>` },
      ["undecided: index.html"],
    ],
    [
      "a package that is missing",
      main(`import "missing"; import "./a"`),
      [`undecided: "missing" in web/main.ts:1`, `undecided: "./a" in web/main.ts:1`],
    ],
    [
      "what is missing, without what may be a key",
      main(`import("./nope.js?key=hidden"); import "./gone.css?hidden"`),
      [`undecided: "./gone.css" in web/main.ts:1`, `undecided: "./nope.js" in web/main.ts:1`],
    ],
    [
      "what a plugin makes",
      main(`import "virtual:routes"`),
      [`undecided: "virtual:routes" in web/main.ts:1`],
    ],
    [
      "a language that is unknown",
      { ...main(`import "./a.astro"`), "web/a.astro": "" },
      ["undecided: web/a.astro"],
    ],
    [
      "a page that brings what is missing",
      { "index.html": `<script type="module" src="/web/gone.ts"></script>` },
      [`undecided: "/web/gone.ts" in index.html:1`],
    ],
  ])("%s", async (_what, files, expected) => {
    const report = await checkProject(files);
    expect(toLines(report)).toEqual(expected);
    expect(JSON.stringify(report)).not.toContain("hidden");
  });

  test("an entry that is missing, and no entry at all", async () => {
    expect(toLines(await checkProject({}, { entries: ["web/gone.ts"] }))).toEqual([
      "undecided: web/gone.ts",
    ]);
    const input = `export default { root: "app", build: { rollupOptions: { input: { a: "a.ts" } } } }`;
    expect(
      toLines(await checkProject({ "vite.config.ts": input, "app/a.ts": `import "pg"` })),
    ).toEqual(["graph/server-module: app/a.ts"]);
    expect(
      toLines(
        await checkProject(
          {
            "vite.config.ts": `export default { root: "app" }`,
            "app/a.ts": "",
            "index.html": "",
            "web/main.ts": `import "pg"`,
          },
          { entries: ["web/main.ts"] },
        ),
      ),
    ).toEqual(["graph/server-module: web/main.ts"]);
  });
});

test("a file of variables that may not be read, and a link to none is passed over", async () => {
  const root = mkdtempSync(join(tmpdir(), "graph-"));
  try {
    writeFileSync(join(root, "index.html"), "");
    writeFileSync(join(root, ".env.local"), "VITE_A=1");
    chmodSync(join(root, ".env.local"), 0);
    symlinkSync(join(root, "gone"), join(root, ".env"));
    const mayReadAll = process.getuid?.() === 0;
    expect(toLines(await checkGraph(await loadGraph({ root, entries: [], server: [] })))).toEqual(
      mayReadAll ? [] : ["undecided: .env.local"],
    );
  } finally {
    rmSync(root, { recursive: true });
  }
});
