import { describe, expect, test } from "vitest";

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
    expect(toLines(await checkProject(files))).toEqual(expected);
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
