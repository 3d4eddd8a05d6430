import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test } from "vitest";

import type { CheckReport } from "../../src/check/check-report.ts";
import { createApp, files } from "../app.ts";
import { createCaseApp } from "./case-app.ts";

const store = fileURLToPath(new URL("../../../../examples/store", import.meta.url));

/** The app with a handler of its own for the list, and further files. */
function appWith(list: string, more: Readonly<Record<string, string>> = {}) {
  const service = files["service.ts"].replace(/list: .*,\n/, `list,\n`);
  return createApp({
    "service.ts": `import { list } from "./list.ts";\n${service}`,
    "list.ts": `export const list = ${list};\n`,
    ...more,
  });
}

const reads = `async ({ db }) => ({ items: await db.selectFrom("notes").selectAll().execute() })`;

describe("servery check", () => {
  test("ends with 0 for an app that has nothing to be found, and says what it looked at", async () => {
    const { code, stdout, stderr } = await createApp().run(["check", "--only", "ambient"]);
    expect({ code, stdout, stderr }).toEqual({
      code: 0,
      stdout: "",
      stderr: "checked ambient: 1 query, 3 files\n",
    });
  });

  test("finds nothing in the store", async () => {
    const { code, stderr } = await createApp().run([
      "check",
      "--only",
      "ambient",
      "-s",
      join(store, "service.ts"),
    ]);
    expect([code, stderr]).toEqual([
      0,
      expect.stringMatching(/^checked ambient: \d{2} queries, \d{2} files\n$/),
    ]);
  });

  test("ends with 1, and tells each finding with its place, its way, what comes of it and the fix", async () => {
    const app = appWith(reads, {
      "list.ts": `import { toNote } from "./note.ts";\nexport const list = async () => ({ items: [toNote()] });\n`,
      "note.ts": `import * as dates from "./dates.ts";\nexport const toNote = () => ({ id: "1", text: dates.today() });\n`,
      "dates.ts": `export { now as today } from "./now.ts";\n`,
      "now.ts": `export function now() {\n  return new Date().toISOString();\n}\n`,
    });
    const { code, stdout, stderr } = await app.run(["check", "--only", "ambient"]);
    expect([code, stderr]).toEqual([
      1,
      "checked ambient: 1 query, 7 files\nerror: There is 1 finding.\n",
    ]);
    expect(stdout.replace(/ [0-9a-f]{16}$/m, " FINGERPRINT")).toBe(
      [
        "notes.list",
        "  now.ts:2:14  ambient/clock  FINGERPRINT",
        "    `new Date()` reads the clock of the process. The cache cannot know when it changes: an answer may be up to 60 s old.",
        "    notes.list → toNote (note.ts:2:23) → dates.today (now.ts:1:8)",
        "    fix Take now() of the handler's context, and pass its value on: the engine then knows how long the answer holds.",
        "",
      ].join("\n"),
    );
  });

  test("prints findings as data", async () => {
    const app = appWith(`async () => ({ items: [{ id: Math.random(), text: "" }] })`);
    const { code, stdout } = await app.run(["check", "--only", "ambient", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      findings: [
        {
          rule: "ambient/random",
          severity: "error",
          subject: "notes.list → `Math.random()`",
          file: "list.ts",
          line: 1,
          column: 50,
          message: expect.stringMatching(/^`Math\.random\(\)` draws at random\. /),
          fix: expect.stringMatching(/^Take random of the handler's context/),
          within: ["notes.list"],
          chain: [{ name: "notes.list", file: "list.ts", line: 1, column: 21 }],
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        },
      ],
      undecided: [],
      checked: { ambient: { queries: 1, files: 4 } },
      skipped: {},
    });
  });

  test("tells a place once, for all operations that get there", async () => {
    const app = createApp({
      "contract.ts": files["contract.ts"]
        .replace("list: listNotes", "list: listNotes, recent: recentNotes")
        .replace(
          "export const addNote",
          `export const recentNotes = query({ path: "/recent", access: "public", output: z.object({ items: z.array(Note) }) });\nexport const addNote`,
        ),
      "service.ts": files["service.ts"]
        .replace(
          /list: .*,\n/,
          `list: () => ({ items: [note()] }),\n      recent: () => ({ items: [note()] }),\n`,
        )
        .concat(`function note() {\n  return { id: "1", text: process.env.HOME };\n}\n`),
    });
    const { stdout } = await app.run(["check", "--only", "ambient"]);
    expect(stdout.match(/ambient\/environment/g)).toHaveLength(1);
    expect(stdout).toMatch(/^notes\.list, notes\.recent\n/);
  });

  test("looks into packages that are linked, for they are the app's own", async () => {
    const app = appWith(reads, {
      "list.ts": `import { chance } from "linked";\nexport const list = () => ({ items: [chance()] });\n`,
      "packages/linked/package.json": `{ "name": "linked", "type": "module", "exports": "./index.ts" }`,
      "packages/linked/index.ts": `export const chance = () => Math.random();\n`,
      "app/package.json": `{ "type": "module" }`,
    });
    mkdirSync(join(app.folder, "app/node_modules"));
    symlinkSync(join(app.folder, "packages/linked"), join(app.folder, "app/node_modules/linked"));
    for (const name of ["service.ts", "contract.ts", "tables.ts"] as const)
      app.write(`app/${name}`, files[name]);
    app.write(
      "app/service.ts",
      files["service.ts"]
        .replace(/list: .*,\n/, `list: () => ({ items: [chance()] }),\n`)
        .concat(`import { chance } from "linked";\n`),
    );
    const { stdout } = await app.run(["check", "--only", "ambient", "-s", "app/service.ts"]);
    expect(stdout).toContain("  packages/linked/index.ts:1:29  ambient/random ");
  });
});

describe("what servery check cannot decide", () => {
  test.each<[what: string, list: string, reason: string, more?: Record<string, string>]>([
    [
      "a function of Node's own",
      `export const list = Math.max;`,
      "its handler has no source: it is one of Node's own, or made of text",
    ],
    [
      "a handler made of text",
      `export const list = new Function("return { items: [] }");`,
      "its handler has no source: it is one of Node's own, or made of text",
    ],
    [
      "a handler of a package",
      `export { list } from "made";`,
      "its handler is not among the app's own files, but in own/node_modules/made/index.js",
      {
        "own/node_modules/made/package.json": `{ "name": "made", "type": "module", "exports": "./index.js" }`,
        "own/node_modules/made/index.js": `export const list = () => ({ items: [] });\n`,
      },
    ],
    [
      "code that is made when it runs",
      `export const list = ({ input }) => eval(input.code);`,
      "it runs what is made when it runs, at own/list.ts:1:36",
    ],
    [
      "a module whose name is computed",
      `export const list = async ({ input }) => import(input.name);`,
      "it runs what is made when it runs, at own/list.ts:1:42",
    ],
  ])("is %s: 2, with what and why", async (_what, list, reason, more = {}) => {
    const app = appWith(reads, {
      ...more,
      "own/list.ts": `${list}\n`,
      "list.ts": `export { list } from "./own/list.ts";\n`,
    });
    const { code, stdout, stderr } = await app.run(["check", "--only", "ambient"]);
    expect(stdout).toBe(`could not be decided\n  notes.list: ${reason}\n`);
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/\nerror: It could not be decided for all: notes\.list\.\n$/),
    ]);
  });

  test("does not hide what was found", async () => {
    const app = appWith(`async () => [Date.now(), eval("1")]`);
    const { code, stdout } = await app.run(["check", "--only", "ambient", "--json"]);
    const { findings, undecided } = JSON.parse(stdout) as CheckReport;
    expect([code, findings.length, undecided.length]).toEqual([1, 1, 1]);
  });
});

describe("servery-allow", () => {
  const read = (comment: string) => `export default () => [${comment}Date.now()];\n`;
  const comments: readonly [is: string, code: string, rules: readonly string[]][] = [
    ["alone on the line above", read("\n  // servery-allow ambient: shown to nobody\n  "), []],
    ["on the same line", read("/* servery-allow ambient: shown to nobody */ "), []],
    [
      "behind it",
      `export default () => Date.now(); // servery-allow ambient: shown to nobody\n`,
      [],
    ],
    ["of one kind", read("\n  // servery-allow ambient/clock: shown to nobody\n  "), []],
    [
      "over several lines",
      read("\n  /*\n   * servery-allow ambient: to\n   * nobody\n   */\n"),
      [],
    ],
    [
      "without a reason",
      read("\n// servery-allow ambient\n"),
      ["allow/no-reason", "ambient/clock"],
    ],
    [
      "with an empty one",
      read("\n// servery-allow ambient: \n"),
      ["allow/no-reason", "ambient/clock"],
    ],
    [
      "of another kind",
      read("\n// servery-allow ambient/state: x\n"),
      ["allow/unused", "ambient/clock"],
    ],
    ["of no rule", read("\n// servery-allow all: x\n"), ["allow/unknown", "ambient/clock"]],
    [
      "two lines above",
      read("\n// servery-allow ambient: x\n\n"),
      ["allow/unused", "ambient/clock"],
    ],
    ["of what is gone", `// servery-allow ambient: x\nexport default () => 1;\n`, ["allow/unused"]],
    ["in a text", `export default () => "// servery-allow ambient";\n`, []],
  ];

  test("allows what is on its line or the next, with a reason, and is a finding where it allows nothing", async () => {
    const app = createCaseApp(comments.map(([is, code]) => ({ is, code })));
    const { code, stdout } = await app.run(["check", "--only", "ambient", "--json"]);
    const { findings } = JSON.parse(stdout) as CheckReport;
    const found = comments.map(([is, text], index) => {
      const own = findings.filter(({ file }) => file === `cases/${index}/handler.ts`);
      return [is, text, own.map(({ rule }) => rule)];
    });
    expect(found).toEqual(comments);
    expect(code).toBe(1);
  });

  test("is told with its place and what to do", async () => {
    const app = appWith(`() => {\n  // servery-allow ambient: it was\n  return { items: [] };\n}`);
    const { code, stdout } = await app.run(["check", "--only", "ambient"]);
    expect(code).toBe(1);
    expect(stdout.replace(/ [0-9a-f]{16}$/m, " FINGERPRINT")).toBe(
      [
        "comments",
        "  list.ts:2:3  allow/unused  FINGERPRINT",
        "    `servery-allow ambient` allows nothing any more.",
        "    fix Take the comment away.",
        "",
      ].join("\n"),
    );
  });
});
