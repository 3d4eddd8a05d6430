import { describe, expect, test } from "vitest";

import { stripVTControlCharacters } from "node:util";

import type { Finding } from "servery/boundary";

import type { PlacementMap } from "../../src/place/map/placement-map.ts";
import { createApp, files } from "../app.ts";

const web = {
  "index.html": `<!doctype html><script type="module" src="/web/main.ts"></script>`,
  "web/main.ts": `import { createClient } from "servery/client";
import { notebook, Note } from "../contract.ts";
import { input } from "../input.ts";
const client = createClient(notebook);
client.notes.list.watch({}, console.log);
export const add = (text: string) => client.notes.add(input.parse({ text }));
`,
  "input.ts": `import * as z from "zod";
export const input = z.object({ text: z.string() });
`,
  "contract.ts": files["contract.ts"]
    .replace(`import * as z`, `import { input } from "./input.ts";\nimport * as z`)
    .replace(`input: z.object({ text: z.string() })`, "input"),
};

const leak = `fetch("https://api.openai.com/v1/chat", { method: "POST", headers: { Authorization: "Bearer sk-geheim-1234567890" } });\n`;

async function mapOf(changes: Readonly<Record<string, string>> = {}) {
  const { stdout, code, stderr } = await createApp({ ...web, ...changes }).run(["place", "--json"]);
  return { code, stderr, map: JSON.parse(stdout) as PlacementMap };
}

describe("servery place", () => {
  test("says of each operation what runs where", async () => {
    const { code, stderr, map } = await mapOf();
    expect([code, stderr]).toEqual([
      0,
      "notebook: 2 operations, 2 used by the front-end; 0 other network calls in 4 files\n",
    ]);
    const shown = map.operations.map(({ id, uses, ...where }) => {
      const names = (part: "browser" | "edge" | "server") => where[part].map(({ what }) => what);
      return {
        id,
        at: uses.map(({ file, line }) => `${file}:${line}`),
        in: [names("browser"), names("edge"), names("server")],
      };
    });
    expect(shown).toEqual([
      {
        id: "notes.list",
        at: ["web/main.ts:5"],
        in: [["live", "repeats"], ["ETag"], ["public", "snapshot", "kept"]],
      },
      {
        id: "notes.add",
        at: ["web/main.ts:6"],
        in: [
          ["validation", "idempotency key"],
          ["passes"],
          ["public", "transaction", "stored outcome", "audit"],
        ],
      },
    ]);
    expect(map.calls.map(({ verdict, operation }) => [verdict, operation?.id])).toEqual([
      ["hybrid", "notes.list"],
      ["hybrid", "notes.add"],
    ]);
  });

  test("prints it for people, with a reason for every word", async () => {
    const { stdout, code } = await createApp(web).run(["place"]);
    expect(code).toBe(0);
    const [table = "", ...rest] = stripVTControlCharacters(stdout).split("\n\n");
    expect(table).toMatch(/^OPERATION +USED AT +BROWSER +EDGE +SERVER\n/);
    expect(table).toMatch(
      /\nnotes\.list +1 place +live · repeats +ETag +public · snapshot · kept\n/,
    );
    expect(rest.join("\n\n")).toContain("none: the front-end talks to its own service alone");
    const words = [...table.matchAll(/ {2}([a-z][^\n]*?)(?= {2}|\n|$)/gi)].flatMap(([, cell]) =>
      cell!.split(" · "),
    );
    for (const word of words.filter(
      (each) => !/^(?:\d+ places?|USED AT|BROWSER|EDGE|SERVER)$/.test(each),
    ))
      expect(rest.join("\n\n")).toMatch(new RegExp(` ${word} {2,}\\S`));
  });

  test("prints one operation in full, and knows what was meant", async () => {
    const app = createApp(web);
    const { stdout } = await app.run(["place", "notes.add"]);
    expect(stdout).toMatch(
      /^notes\.add mutation, POST \/api\/notes\n\nbrowser\n {2}validation +The page checks/,
    );
    expect(stdout).toMatch(/\nused at\n {2}web\/main\.ts:6:\d+ +call\n$/);
    const { code, stderr } = await app.run(["place", "notes.ad"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "notes.add"?')]);
  });

  test("fails for a call that must not be in a browser, without a word of its key", async () => {
    const app = createApp({ ...web, "web/main.ts": web["web/main.ts"] + leak });
    const { stdout, stderr, code } = await app.run(["place"]);
    expect(code).toBe(1);
    expect(stdout).toContain(
      "must not be in a browser\n  web/main.ts:7:1  POST api.openai.com/v1/chat by fetch\n",
    );
    expect(stderr).toContain("There is 1 call that must not be in a browser.");
    const { stdout: json } = await app.run(["place", "--json"]);
    expect(stdout + stderr + json).not.toContain("geheim");
  });

  test("only looks at what browsers get", async () => {
    const { code, map } = await mapOf({ "server/mail.ts": leak, "web/unused.ts": leak });
    expect([code, map.findings]).toEqual([0, []]);
  });

  test("looks at a module that a package for servers is in, and says what it could not look at", async () => {
    const { code, map } = await mapOf({
      "web/main.ts": `import OpenAI from "openai"; import { add } from "./add.ts"; new OpenAI({ apiKey: import.meta.env.VITE_K }).responses.create({ add });\n`,
      "web/add.ts": `export const add = 1;\n`,
    });
    expect(code).toBe(1);
    expect(map.calls.map(({ verdict, service }) => [verdict, service])).toEqual([
      ["error", "OpenAI"],
    ]);
    expect(map.undecided).toContainEqual({
      subject: "web/main.ts",
      reason: expect.stringContaining("what it imports was not looked at"),
    });
  });

  test("takes a path of the contract's behind a configured address for the own service", async () => {
    const { map } = await mapOf({
      "web/main.ts": `fetch(import.meta.env.VITE_API + "/api/notes"); fetch(import.meta.env.VITE_API + "/other");\n`,
    });
    expect(map.calls.map(({ verdict }) => verdict)).toEqual(["hybrid", "cannot tell"]);
  });

  test("ends with 2 where code cannot be read", async () => {
    const { code, map } = await mapOf({
      "web/main.ts": `import "./broken.ts";`,
      "web/broken.ts": `const = fetch("/a");`,
    });
    expect(code).toBe(2);
    expect(map.undecided.map(({ subject }) => subject)).toContain("web/broken.ts");
  });

  test("maps a front-end that has no service", async () => {
    const app = createApp({
      ...web,
      "web/main.ts": leak,
      "service.ts": undefined,
      "contract.ts": undefined,
    });
    const { stdout, stderr, code } = await app.run(["place"]);
    expect(code).toBe(1);
    expect(stdout).not.toContain("OPERATION");
    expect(stderr).toContain("no contract; 1 other network call in 2 files");
  });
});

describe("servery check", () => {
  test("fails for a call that must not be in a browser, wherever it is run", async () => {
    const app = createApp({
      "package.json": `{ "type": "module" }`,
      "shop/package.json": `{ "type": "module" }`,
      "shop/service.ts": files["service.ts"],
      "shop/tables.ts": files["tables.ts"],
      "shop/contract.ts": files["contract.ts"],
      "shop/index.html": web["index.html"],
      "shop/web/main.ts": `fetch(import.meta.env.VITE_API + "/api/notes");\n${leak}`,
    });
    const args = ["check", "--only", "placement", "--json", "--service", "shop/service.ts"];
    const { stdout, code } = await app.run(args);
    const { findings } = JSON.parse(stdout) as { findings: readonly Finding[] };
    expect(code).toBe(1);
    expect(findings.map(({ rule, file, line }) => `${rule} ${file}:${line}`)).toEqual([
      "placement/secret-key shop/web/main.ts:2",
    ]);
  });
});
