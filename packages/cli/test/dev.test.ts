import { describe, expect, test } from "vitest";

import { createApp, files } from "./app.ts";

const address = /is on (http:\S+) in/;
const front = {
  "vite.config.ts": `import { defineConfig } from "vite";
import { servery } from "servery/vite";
export default defineConfig({ root: "web", cacheDir: "../.vite", plugins: [servery()] });
`,
  "web/index.html": `<!doctype html><div id="root"></div><script type="module" src="/main.ts"></script>`,
  "web/main.ts": `import { notebook } from "../contract.ts";\nconst shown: string = notebook.name;\nconsole.log(shown);\n`,
};

async function waitFor(check: () => Promise<boolean>): Promise<void> {
  while (!(await check())) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe("servery dev", () => {
  test("serves the service, prints its routes and what it did to the schema, and ends in order", async () => {
    const running = createApp().start(["dev", "--port", "0"]);
    await running.said(/schema follows the code.*\n\s+CREATE TABLE "notes"/);
    const [, url] = await running.said(address);
    await running.said(
      /METHOD +PATH[^]*GET +\/api\/notes +notes\.list[^]*POST +\/api\/notes +notes\.add/,
    );
    const answer = await fetch(`${url}/api/notes`);
    expect([answer.status, answer.headers.has("server-timing")]).toEqual([200, true]);
    running.child.kill("SIGINT");
    expect(await running.exited()).toBe(0);
    await expect(fetch(`${url}/api/notes`)).rejects.toThrow("fetch failed");
  });

  test("restarts on a change, says which routes came and went, and keeps the data", async () => {
    const app = createApp();
    const running = app.start(["dev", "--port", "0"]);
    const [, first] = await running.said(address);
    const body = JSON.stringify({ text: "milk" });
    const headers = { "content-type": "application/json" };
    expect((await fetch(`${first}/api/notes`, { method: "POST", headers, body })).status).toBe(200);
    app.write(
      "contract.ts",
      files["contract.ts"].replace(`query({ path: "/notes"`, `query({ path: "/jottings"`),
    );
    app.write(
      "tables.ts",
      files["tables.ts"]
        .replace("text: text()", "text: text(), colour: text({ nullable: true })")
        .replace("text }", "text }"),
    );
    await running.said(/changed: (?:contract\.ts|tables\.ts)/);
    await running.said(/ALTER TABLE "notes" ADD COLUMN "colour"/);
    const [, second] = await running.said(
      /restarted (http:\S+) in \d+ ms\n- GET {2}\/api\/notes.*\n\+ GET {2}\/api\/jottings/,
    );
    expect(await (await fetch(`${second}/api/jottings`)).json()).toMatchObject({
      items: [{ text: "milk" }],
    });
  });

  test("waits when the code cannot be loaded, with the place, and goes on when it can", async () => {
    const app = createApp();
    const running = app.start(["dev", "--port", "0"]);
    await running.said(address);
    app.write("service.ts", `${files["service.ts"]}const a = ;\n`);
    await running.said(/error: .*\n\s+at service\.ts:\d+\nWaiting for a change/);
    app.write("tables.ts", `${files["tables.ts"]}\n`);
    app.write("service.ts", files["service.ts"]);
    const [, url] = await running.said(/restarted (http:\S+)/);
    expect((await fetch(`${url}/api/notes`)).status).toBe(200);
    expect(running.output()).not.toMatch(/node:internal/);
  });

  test("waits also when the first start fails", async () => {
    const app = createApp({ "tables.ts": "export const notes = 1; throw new Error('no ink');" });
    const running = app.start(["dev", "--port", "0"]);
    await running.said(/error: Error: no ink\n\s+at tables\.ts:1\nWaiting/);
    app.write("tables.ts", files["tables.ts"]);
    await running.said(address);
  });

  test("says so when the code ends the process itself, and goes on after a change", async () => {
    const app = createApp({ "tables.ts": "export const notes = process.exit(0);" });
    const running = app.start(["dev", "--port", "0"]);
    await running.said(/process ended by itself \(code 0\)\.\nWaiting/);
    app.write("tables.ts", files["tables.ts"]);
    await running.said(address);
  });

  test("refuses to destroy data, and says how to mean it", async () => {
    const app = createApp();
    const running = app.start(["dev", "--port", "0"]);
    await running.said(address);
    app.write("tables.ts", files["tables.ts"].replace(`text: text()`, `title: text()`));
    await running.said(
      /error: The code's tables would destroy data[^]*drop column notes\.text[^]*Waiting/,
    );
    expect(running.output()).not.toMatch(/^\s+at /m);
  });

  test("serves the front-end through Vite on the same port, without the contract's schemas", async () => {
    const app = createApp(front);
    const running = app.start(["dev", "--port", "0"]);
    const [, url] = await running.said(address);
    const html = { accept: "text/html,*/*;q=0.8" };
    const page = await (await fetch(`${url}/any/where`, { headers: html })).text();
    expect(page).toContain("/@vite/client");
    expect(await (await fetch(`${url}/main.ts`)).text()).not.toContain(": string");
    const script = await (await fetch(`${url}/main.ts`)).text();
    const contractUrl = /from "(\/@fs[^"]*contract\.ts[^"]*)"/.exec(script)?.[1] ?? "";
    const artefact = await (await fetch(url + contractUrl)).text();
    expect(artefact).toContain('"notebook"');
    expect(artefact).not.toMatch(/zod|object\(/);
    expect((await fetch(`${url}/api/notes`, { headers: html })).headers.get("content-type")).toBe(
      "application/json",
    );
  });

  test("leaves the service running when only the front-end changes, and tells the page", async () => {
    const app = createApp(front);
    const running = app.start(["dev", "--port", "0"]);
    const [, url] = await running.said(address);
    const client = await (await fetch(`${url}/@vite/client`)).text();
    const token = /wsToken = "([^"]+)"/.exec(client)?.[1] ?? "";
    const socket = new WebSocket(`${url!.replace("http", "ws")}/?token=${token}`, "vite-hmr");
    const messages: string[] = [];
    socket.addEventListener("message", ({ data }) => messages.push(String(data)));
    await waitFor(async () => messages.some((message) => message.includes("connected")));
    await fetch(`${url}/main.ts`);
    app.write("web/main.ts", "console.log('changed');\n");
    await waitFor(async () =>
      messages.some((message) => message.includes("main.ts") || message.includes("full-reload")),
    );
    expect(running.output()).not.toContain("changed: ");
    running.child.kill("SIGTERM");
    expect(await running.exited()).toBe(0);
  });

  test("leaves no process behind when it is killed itself", async () => {
    const running = createApp().start(["dev", "--port", "0"]);
    const [, url] = await running.said(address);
    running.child.kill("SIGKILL");
    await waitFor(() =>
      fetch(`${url}/healthz`).then(
        () => false,
        () => true,
      ),
    );
  });

  test("serves no front-end where it is told so", async () => {
    const running = createApp(front).start(["dev", "--port", "0", "--no-site"]);
    const [, url] = await running.said(address);
    expect((await fetch(`${url}/`, { headers: { accept: "text/html" } })).status).toBe(404);
  });
});
