import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { describe, expect, test } from "vitest";

import { createApp, files } from "./app.ts";

const accounts = {
  "contract.ts": `import { contract, identity, mutation, query, role } from "servery";
import * as z from "zod";

export const Note = z.object({ id: z.string(), text: z.string() });
export const listNotes = query({ path: "/notes", output: z.object({ items: z.array(Note) }) });
export const addNote = mutation({ path: "/notes", access: role("clerk"), input: z.object({ text: z.string() }), output: Note });
export const notebook = contract({ name: "notebook", basePath: "/api", operations: { ...identity({ administrators: role("admin"), roles: [role("clerk")] }), notes: { list: listNotes, add: addNote } } });
`,
  "matrix.ts": `import { defineMatrix } from "servery/testing";
import service from "./service.ts";

export default defineMatrix({
  service,
  samples: {
    "notes.list": { own: () => undefined, foreign: "none" },
    "notes.add": { own: () => ({ text: "milk" }), foreign: "none" },
  },
});
`,
};

const headers = {
  "content-type": "application/json",
  "servery-csrf": "1",
  "sec-fetch-site": "same-origin",
};
const post = (url: string, body: object) =>
  fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
const password = "correct horse battery staple";

describe("servery admin", () => {
  test("prints a link for one use, which makes an administrator, while the service runs", async () => {
    const app = createApp(accounts);
    const running = app.start(["dev", "--port", "0"]);
    const [, url = ""] = await running.said(/is on (http:\S+) in/);
    const { code, stdout, stderr } = await app.run(["admin", "ann@example.com"]);
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(/^http:\/\/localhost:\d+\/invitation#[\w-]{43}\n$/),
    ]);
    expect(stderr).toMatch(
      /opens this link once, until 20.*ann@example\.com with the role "admin"/,
    );
    const token = stdout.trim().split("#")[1]!;
    const accept = (email: string) =>
      post(`${url}/api/auth/accept-invitation`, { token, email, password });
    expect((await accept("eve@example.com")).status).toBe(422);
    const accepted = await accept("ann@example.com");
    expect(await accepted.json()).toMatchObject({ user: { roles: ["admin"] } });
    expect((await accept("ann@example.com")).status).toBe(422);

    const granted = await app.run(["admin", "ann@example.com", "--role", "clerk"]);
    expect([granted.code, granted.stdout]).toEqual([0, ""]);
    expect(granted.stderr).toContain('holds the role "clerk" from now on');
    const cookie = accepted.headers
      .getSetCookie()
      .map((each) => each.split(";")[0])
      .join("; ");
    const add = await fetch(`${url}/api/notes`, {
      method: "POST",
      headers: { ...headers, cookie },
      body: JSON.stringify({ text: "milk" }),
    });
    expect(add.status).toBe(200);
  });

  test("is told where the service is, by dev and by the environment", async () => {
    const running = createApp(accounts).start(["dev", "--https", "--port", "0"], {
      PORT: "4567",
    });
    await running.said(/Who opens this link will: https:\/\/localhost:4567\/invitation#[\w-]{43}/);
    const { stdout } = await createApp(accounts).run(["admin", "ann@example.com"], {
      SERVERY_ORIGIN: "https://notes.example",
    });
    expect(stdout).toMatch(/^https:\/\/notes\.example\/invitation#/);
  });

  test("keeps the link out of the database", async () => {
    const app = createApp(accounts);
    const { stdout } = await app.run(["admin", "ann@example.com"]);
    const token = stdout.trim().split("#")[1]!;
    const database = new DatabaseSync(join(app.folder, "servery.db"));
    database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    database.close();
    expect(readFileSync(join(app.folder, "servery.db")).includes(token)).toBe(false);
  });

  test("leaves the schema of a database that has had migrations as it is", async () => {
    const app = createApp(accounts);
    expect((await app.run(["migrate"])).code).toBe(0);
    expect((await app.run(["migrate", "--apply"])).code).toBe(0);
    app.write(
      "tables.ts",
      files["tables.ts"].replace("text: text()", "text: text(), colour: text({ nullable: true })"),
    );
    const { code, stdout, stderr } = await app.run(["admin", "ann@example.com"]);
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/error: /);
    const database = new DatabaseSync(join(app.folder, "servery.db"));
    const columns = database.prepare("SELECT name FROM pragma_table_info('notes')").all();
    database.close();
    expect(columns.map(({ name }) => name)).toEqual(["id", "text"]);
  });

  test.each([
    [["admin"], 2, "missing required argument 'email'"],
    [["admin", "ann"], 2, '"ann" is no e-mail address.'],
    [["admin", "a,b@example.com"], 2, "is no e-mail address"],
    [["admin", "ann@example.com", "--role", "king"], 2, 'asks for a role "king". Known are: '],
  ])("%j is refused", async (args, expected, words) => {
    const { code, stdout, stderr } = await createApp(accounts).run(args);
    expect([code, stdout]).toEqual([expected, ""]);
    expect(stderr).toContain(words);
  });

  test("says what is missing where the contract has no administrators", async () => {
    const { code, stderr } = await createApp().run(["admin", "ann@example.com"]);
    expect(code).toBe(1);
    expect(stderr).toContain(
      "names no role of administrators. Declare it: identity({ administrators",
    );
  });
});

describe("servery matrix", () => {
  test("prints the table, writes it for readers, and fails for what is not declared", async () => {
    const app = createApp(accounts);
    const text = await app.run(["matrix"]);
    expect([text.code, text.stderr]).toEqual([0, ""]);
    expect(text.stdout).toMatch(/^notes\.add +role clerk +401 +401 +401 +403 +403 +200/m);
    expect(text.stdout).toContain("each as declared.\n");
    app.write("matrix.ts", accounts["matrix.ts"].replace(/ {4}"notes\.add".*\n/, ""));
    const failed = await app.run(["matrix", "matrix.ts", "-f", "markdown", "-o", "access.md"]);
    expect([failed.code, failed.stdout]).toEqual([1, ""]);
    expect(failed.stderr).toContain("is not as its matrix says in one thing");
    expect(readFileSync(join(app.folder, "access.md"), "utf8")).toMatch(
      /^\| operation \| access \|[^]*\n- notes\.add \(for role clerk\) is not declared/,
    );
  });

  test.each([
    [["matrix", "none.ts"], {}, 2, 'looked for "none.ts"'],
    [["matrix"], { "matrix.ts": undefined }, 2, "looked for matrix.ts, src/matrix.ts"],
    [
      ["matrix"],
      { "matrix.ts": "export default {};" },
      1,
      "does not export a matrix as its default",
    ],
    [["matrix", "-f", "pdf"], {}, 2, "Allowed choices are text, markdown"],
  ])("%j with %j says what is wrong", async (args, changes, expected, words) => {
    const { code, stderr } = await createApp({ ...accounts, ...changes }).run(args);
    expect(code).toBe(expected);
    expect(stderr).toContain(words);
  });
});
