import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { createApp, files } from "./app.ts";

describe("servery openapi", () => {
  test("prints the service's contract as OpenAPI", async () => {
    const { code, stdout, stderr } = await createApp().run(["openapi"]);
    expect([code, stderr]).toEqual([0, ""]);
    const document = JSON.parse(stdout) as {
      openapi: string;
      info: { title: string };
      paths: object;
    };
    expect(document.openapi).toMatch(/^3\.1/);
    expect(document.info.title).toBe("The Notebook");
    expect(Object.keys(document.paths)).toEqual(["/api/notes"]);
  });

  test("writes a file, and needs no service for a contract", async () => {
    const app = createApp({ "service.ts": undefined });
    const { code, stdout, stderr } = await app.run(["openapi", "--output", "openapi.json"]);
    expect([code, stdout, stderr]).toEqual([0, "", "Wrote openapi.json.\n"]);
    expect(readFileSync(join(app.folder, "openapi.json"), "utf8")).toContain('"The Notebook"');
  });

  test("leaves no database behind", async () => {
    const app = createApp();
    await app.run(["openapi"]);
    expect(() => readFileSync(join(app.folder, "servery.db"))).toThrow("ENOENT");
  });

  test("says what hinders it from writing, without a stack", async () => {
    const { code, stderr } = await createApp().run(["openapi", "-o", "no/such/folder.json"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: ENOENT[^\n]*no\/such\/folder\.json'\n$/);
  });
});

describe("servery routes", () => {
  const table = [
    "METHOD  PATH        OPERATION   KIND      ACCESS  LIMIT",
    "GET     /api/notes  notes.list  query     public",
    "POST    /api/notes  notes.add   mutation  public",
    "",
  ].join("\n");

  test("lists them, without colours where it is no terminal", async () => {
    expect(await createApp().run(["routes"])).toEqual({ code: 0, stdout: table, stderr: "" });
  });

  test("colours where it is told to, and not where NO_COLOR is set", async () => {
    const coloured = await createApp().run(["routes"], { FORCE_COLOR: "1" });
    expect(coloured.stdout).toContain("\u001B[32mGET");
    const plain = await createApp().run(["routes"], { NO_COLOR: "1" });
    expect(plain.stdout).toBe(table);
  });

  test("lists them for programs", async () => {
    const { stdout } = await createApp().run(["routes", "--json"]);
    expect(JSON.parse(stdout)).toContainEqual({
      method: "POST",
      path: "/api/notes",
      id: "notes.add",
      kind: "mutation",
      access: "public",
      limit: "",
    });
  });

  test("writes a typed artefact that imports nothing but types", async () => {
    const app = createApp();
    const { code, stderr } = await app.run(["routes", "--emit", "web/api/routes.ts"]);
    expect([code, stderr]).toEqual([
      0,
      'Wrote web/api/routes.ts: 2 routes of "notebook", as its export "notebook".\n',
    ]);
    const text = readFileSync(join(app.folder, "web/api/routes.ts"), "utf8");
    expect(text).toMatch(
      /^import type \{ notebook as contract \} from "\.\.\/\.\.\/contract\.ts";\n/,
    );
    expect(text.match(/import/g)).toHaveLength(1);
    const module = (await import(join(app.folder, "web/api/routes.ts"))) as { notebook: unknown };
    expect(module.notebook).toEqual({
      name: "notebook",
      basePath: "/api",
      operations: {
        notes: {
          list: { kind: "query", method: "GET", path: "/notes" },
          add: { kind: "mutation", method: "POST", path: "/notes" },
        },
      },
    });
  });

  test("writes an artefact in JavaScript, without types", async () => {
    const app = createApp();
    await app.run(["routes", "--emit", "routes.js"]);
    const text = readFileSync(join(app.folder, "routes.js"), "utf8");
    expect(text).toMatch(/^export const notebook = \{/);
    expect(text).not.toMatch(/import|zod|public/);
  });

  test("asks which of several contracts, and takes the one that is named", async () => {
    const two = `${files["contract.ts"]}export const other = contract({ name: "other", operations: {} });\n`;
    const app = createApp({ "contract.ts": two });
    const asked = await app.run(["routes", "--emit", "routes.js"]);
    expect([asked.code, asked.stderr]).toEqual([
      2,
      "error: contract.ts exports several contracts: notebook, other. Name one: --export notebook\n",
    ]);
    expect((await app.run(["routes", "--emit", "routes.js", "--export", "other"])).code).toBe(0);
    expect(readFileSync(join(app.folder, "routes.js"), "utf8")).toContain('"name":"other"');
    const wrong = await app.run(["routes", "--emit", "routes.js", "--export", "third"]);
    expect([wrong.code, wrong.stderr]).toEqual([
      1,
      'error: contract.ts exports no contract "third". Correct --export.\n',
    ]);
  });
});
