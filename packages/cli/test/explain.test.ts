import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { contract, mutation, query } from "servery";
import { createClient } from "servery/client";
import * as z from "zod";

import { createApp, files } from "./app.ts";

/** The app's contract, as a client needs it. */
const Note = z.object({ id: z.string(), text: z.string() });
const notebook = contract({
  name: "notebook",
  basePath: "/api",
  operations: {
    notes: {
      list: query({
        path: "/notes",
        access: "public",
        input: z.object({ limit: z.int() }),
        output: z.object({ items: z.array(Note) }),
      }),
      add: mutation({
        path: "/notes",
        access: "public",
        input: z.object({ text: z.string() }),
        output: Note,
      }),
    },
  },
});

/** The app, with a list that asks for an input, and words of its own for the explanation. */
function createExplained() {
  return createApp({
    "contract.ts": files["contract.ts"].replace(
      `path: "/notes", access: "public", output: z.object({ items`,
      `path: "/notes", access: "public", input: z.object({ limit: z.int().max(9).default(5) }), output: z.object({ items`,
    ),
    "service.ts": files["service.ts"].replace(
      /list: .*,\n/,
      `list: async ({ db, input }) => ({ items: await db.selectFrom("notes").select(["id", "text"]).limit(input.limit).execute() }),\n`,
    ),
  });
}

/** Nothing listens there. */
const nowhere = ["--url", "http://127.0.0.1:9"];

describe("servery explain", () => {
  test("says what a query rests on, and for whom it is kept", async () => {
    const { code, stdout, stderr } = await createExplained().run([
      "explain",
      "notes.list",
      `{"limit":2}`,
      ...nowhere,
    ]);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^notes\.list \{"limit":2\}\n\nstatements\n\n {2}1 select "id", "text"\n {4}from "notes"\n {4}limit \?\n/,
    );
    expect(stdout).toMatch(/\n {4}RESTS ON +ROWS +COLUMNS\n {4}notes +all.* +id, text\n/);
    expect(stdout).toContain("\n  nothing: one answer serves all callers\n");
    expect(stdout).toMatch(/\ncache\n {2}kept, for 60 s at most/);
    expect(stderr).toBe(
      'There is no database "servery.db": explained on an empty one.\n' +
        "No `servery dev` answers on http://127.0.0.1:9: who watches, and what made it run again, is not known.\n",
    );
  });

  test("makes no database", async () => {
    const app = createExplained();
    expect((await app.run(["explain", "notes.list", ...nowhere])).code).toBe(0);
    expect(existsSync(join(app.folder, "servery.db"))).toBe(false);
  });

  test("prints it as data", async () => {
    const { stdout } = await createExplained().run(["explain", "notes.list", "--json", ...nowhere]);
    expect(JSON.parse(stdout)).toMatchObject({
      operation: "notes.list",
      statements: [{ reach: "restricted", regions: [{ table: "notes" }] }],
      consulted: [],
      cache: { kept: true },
      reruns: [],
      watchers: 0,
    });
  });

  test("tells what `servery dev` knows: who watches, and what made it run again", async () => {
    const app = createExplained();
    const running = app.start(["dev", "--port", "0", "--no-site"]);
    const [, url = ""] = await running.said(/is on (http:\S+) in/);
    const { notes } = createClient(notebook, { url });
    const watching = notes.list.watch({ limit: 2 })[Symbol.asyncIterator]();
    onTestFinished(async () => void (await watching.return?.()));
    expect((await watching.next()).value).toEqual({ items: [] });
    const added = await notes.add({ text: "milk" });
    expect((await watching.next()).value).toEqual({ items: [added] });

    const { stdout } = await app.run(["explain", "notes.list", `{"limit":2}`, "--url", url]);
    expect(stdout).toMatch(
      /\nlive\n {2}1 watches it\n {2}RUN AGAIN AT +COMMIT +TOOK +RESULT +BECAUSE OF\n/,
    );
    expect(stdout).toMatch(/\n {2}\d{4}-\S+Z +\d+ +[\d.]+ ms +another +.*notes.*\n$/);
    const other = await app.run(["explain", "notes.list", `{"limit":3}`, "--url", url, "--json"]);
    expect(JSON.parse(other.stdout)).toMatchObject({ watchers: 0, reruns: [] });
  });

  test("says so where the query has no result", async () => {
    const app = createApp({
      "service.ts": files["service.ts"].replace(
        /list: .*,\n/,
        `list: ({ db }) => db.selectFrom("notes").select("text").where("id", "=", "1").executeTakeFirstOrThrow(),\n`,
      ),
    });
    const { code, stdout } = await app.run(["explain", "notes.list", ...nowhere]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^notes\.list \{\}\n\n {2}It ended with .*\n/);
    expect(stdout).toContain('notes     id = "1"  id, text\n');
  });

  test("explains as a user, whom it finds by address or id", async () => {
    const app = createApp({
      "contract.ts": `import { contract, query } from "servery";
import { identity } from "servery";
import * as z from "zod";
export const mine = query({ path: "/mine", output: z.object({ items: z.array(z.object({ id: z.string() })) }) });
export const notebook = contract({ name: "notebook", basePath: "/api", operations: { ...identity(), notes: { mine } } });
`,
      "tables.ts": `import { id, owner, ref, table, users } from "servery/server";
export const notes = table("notes", { id: id(), userId: ref(() => users) }, { policy: owner("userId") });
`,
      "service.ts": `import { createService } from "servery/server";
import { notebook } from "./contract.ts";
import { notes } from "./tables.ts";
export default createService(notebook, {
  tables: { notes },
  handlers: { notes: { mine: async ({ db }) => ({ items: await db.selectFrom("notes").select("id").execute() }) } },
});
`,
      "account.ts": `import service from "./service.ts";
const copy = service.with({ identity: { mailer: "elsewhere" }, mode: "dev" });
const { id } = await copy.accounts.create({ email: "ann@example.com" });
console.log(id);
await copy.close();
`,
    });
    const made = spawnSync(process.execPath, ["account.ts"], { cwd: app.folder, encoding: "utf8" });
    const id = made.stdout.trim().split("\n").at(-1)!;
    for (const who of ["ann@example.com", id]) {
      const { stdout } = await app.run(["explain", "notes.mine", "--as", who, ...nowhere]);
      expect(stdout).toContain(`userId = ${JSON.stringify(id)}`);
      expect(stdout).toMatch(new RegExp(`what it asks of its caller\n  user +${id}\n`));
    }
    const nobody = await app.run(["explain", "notes.mine", "--as", "ben@example.com", ...nowhere]);
    expect([nobody.code, nobody.stderr]).toEqual([
      2,
      'error: There is no account "ben@example.com".\n',
    ]);
  });

  test.each([
    [
      "a name that is nearly one",
      ["notes.lst"],
      'error: The contract "notebook" has no operation "notes.lst". Did you mean notes.list?\n',
    ],
    [
      "a name that is like none",
      ["weather"],
      'error: The contract "notebook" has no operation "weather". See them: servery routes\n',
    ],
    [
      "a mutation",
      ["notes.add", "{}"],
      "error: notes.add is a mutation: it would have effects, and nothing of it is kept or watched. Only queries are explained.\n",
    ],
    ["an input that is no JSON", ["notes.list", "{limit:2}"], "error: The input is no JSON: "],
    [
      "an input that does not fit",
      ["notes.list", `{"limit":"many"}`],
      "error: The input does not fit notes.list.\n  /limit: ",
    ],
    ["too many words", ["notes.list", "{}", "{}"], "too many arguments"],
  ])("refuses %s: 2, with what to do", async (_what, args, expected) => {
    const { code, stdout, stderr } = await createExplained().run(["explain", ...args]);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(expected);
  });
});
