import { createServer } from "node:net";
import { once } from "node:events";

import { describe, expect, test } from "vitest";

import { createApp, files } from "./app.ts";

const address = /is on (http:\S+) /;
const post = (url: string, text: string) =>
  fetch(`${url}/api/notes`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text }),
  });

describe("servery start", () => {
  test("refuses a database that was not migrated, and says what to do", async () => {
    const app = createApp();
    await app.run(["migrate"]);
    const { code, stderr } = await app.run(["start", "--port", "0"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: The database has not had 0001-first\.sql/m);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("is production, whatever the environment and the service say", async () => {
    const { "service.ts": service } = files;
    const app = createApp({ "service.ts": service.replace("tables:", 'mode: "dev", tables:') });
    await app.run(["migrate"]);
    const { code, stderr } = await app.run(["start", "-p", "0"], { NODE_ENV: "development" });
    expect([code, stderr]).toEqual([1, expect.stringContaining("has not had 0001-first.sql")]);
  });

  test("serves in production once it is migrated, and ends in order", async () => {
    const app = createApp();
    await app.run(["migrate"]);
    await app.run(["migrate", "--apply"]);
    const running = app.start(["start", "--port", "0"]);
    const [, url] = await running.said(address);
    const added = await post(url!, "milk");
    expect([added.status, added.headers.has("server-timing")]).toEqual([200, false]);
    expect(await (await fetch(`${url}/api/notes`)).json()).toEqual({
      items: [{ id: expect.any(String), text: "milk" }],
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${url}/docs`)).text()).toContain("The Notebook");
    running.child.kill("SIGTERM");
    expect(await running.exited()).toBe(0);
    expect(running.output()).toContain('"msg":"Shutting down"');
  });

  test("migrates first where it is told to, and serves the built front-end", async () => {
    const app = createApp({
      "dist/index.html": "<h1>The page</h1>",
      "dist/assets/app-Ab3dE_-9.js": "app()",
    });
    await app.run(["migrate"]);
    const running = app.start(["start", "--migrate"], {
      PORT: "0",
      SERVERY_DATABASE: "data/notes.db",
    });
    const [, url] = await running.said(address);
    const page = await fetch(`${url}/any/where`, { headers: { accept: "text/html" } });
    expect(await page.text()).toBe("<h1>The page</h1>");
    expect(page.headers.get("content-security-policy")).toContain("script-src 'self'");
    expect(await (await fetch(`${url}/assets/app-Ab3dE_-9.js`)).text()).toBe("app()");
    expect((await fetch(`${url}/api/nothing`, { headers: { accept: "text/html" } })).status).toBe(
      404,
    );
    expect(await (await fetch(`${url}/api/notes`)).json()).toEqual({ items: [] });
  });

  test("serves no front-end where it is told so, and says where a built one is missing", async () => {
    const app = createApp({ "dist/index.html": "page" });
    await app.run(["migrate"]);
    const running = app.start(["start", "--migrate", "--no-site", "-p", "0"]);
    const [, url] = await running.said(address);
    expect((await fetch(`${url}/`, { headers: { accept: "text/html" } })).status).toBe(404);
    const missing = await app.run(["start", "--site", "built", "-p", "0"]);
    expect([missing.code, missing.stderr]).toEqual([
      1,
      expect.stringContaining('built" cannot be read. Build the front-end first'),
    ]);
  });

  test("says which port is taken", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const app = createApp();
    await app.run(["migrate"]);
    const { code, stderr } = await app.run(["start", "--migrate", "--port", String(port)]);
    taken.close();
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`error: Port ${port} of 127.0.0.1 is taken by another program.`),
    ]);
  });

  test("tells all that is wrong with the environment at once", async () => {
    const { code, stderr } = await createApp().run(["start"], {
      PORT: "s3cret",
      LOG_LEVEL: "s3cret",
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/- PORT must be[^]*- LOG_LEVEL must be/);
    expect(stderr).not.toContain("s3cret");
  });
});
