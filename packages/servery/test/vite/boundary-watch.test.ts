import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

import { type RollupWatcher, watch } from "rollup";
import { afterEach, expect, test, vi } from "vitest";

import { boundary } from "../../src/vite.ts";
import { createPage } from "./boundary-project.ts";
import type { Project } from "./project.ts";
import { serve } from "./serve.ts";

const execute = promisify(execFile);

let project: Project | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

/** Watches a build: each time that it ends otherwise than before, the next change is made. Tells how it has ended. */
async function watchBuilds(
  { root }: Project,
  changes: readonly (() => void)[],
): Promise<readonly string[]> {
  const outcomes: string[] = [];
  let failure: string | undefined;
  const watcher: RollupWatcher = watch({
    input: join(root, "web/main.js"),
    plugins: [boundary({ root })],
    output: { dir: join(root, "dist") },
  });
  const change = () => changes[outcomes.length - 1]?.();
  // A file is watched a little later than it is read, and what is written before that is no change.
  const again = setInterval(change, 300);
  try {
    await new Promise<void>((done) => {
      watcher.on("event", (event) => {
        // After an error too it is over only then.
        if (event.code === "ERROR") failure = event.error.message;
        if (event.code !== "END") return;
        const outcome = failure ?? "built";
        failure = undefined;
        if (outcome === outcomes.at(-1)) return;
        outcomes.push(outcome);
        if (outcomes.length > changes.length) done();
        else change();
      });
    });
  } finally {
    clearInterval(again);
    await watcher.close();
  }
  return outcomes;
}

const settings = (server: readonly string[]) => JSON.stringify({ server });

test("what a module no longer names is forgotten while it is watched", async () => {
  const naming = `console.log(new URL("../server/keys.json", import.meta.url).href);`;
  project = createPage({
    "web/main.js": naming,
    "server/keys.json": "{}",
    "servery.boundary.json": settings(["server"]),
  });
  const { write } = project;
  const outcomes = await watchBuilds(project, [() => write("web/main.js", "console.log(1);")]);
  expect(outcomes).toEqual([expect.stringContaining("server/keys.json"), "built"]);
});

test("settings are read again while a build is watched", async () => {
  project = createPage({
    "web/main.js": `import "./page.js";`,
    "web/page.js": `console.log(new URL("../server/keys.json", import.meta.url).href);`,
    "server/keys.json": "{}",
    "servery.boundary.json": settings([]),
  });
  const { write } = project;
  const change = (server: readonly string[]) => () =>
    write("servery.boundary.json", settings(server));
  const spoil = () => write("servery.boundary.json", "{");
  const changes = [change(["server"]), spoil, change(["elsewhere"])];
  expect(await watchBuilds(project, changes)).toEqual([
    "built",
    expect.stringContaining("server/keys.json"),
    expect.stringContaining("servery.boundary.json cannot be used: it is no JSON"),
    "built",
  ]);
});

test("settings are read again by the dev server, also when there were none", async () => {
  project = createPage({ "web/main.js": `export const a = 1;` });
  const { write, root } = project;
  const listening = { port: 0, host: "127.0.0.1" };
  const { server, get } = await serve(root, { plugins: [boundary()], server: listening });
  const expectStatus = async (folders: readonly string[], status: number) => {
    // Watching may begin later than the server does, and what is written before that is no change.
    const rewrite = async () => {
      write("servery.boundary.json", settings(folders));
      await vi.waitFor(async () => expect((await get("/web/main.js")).status).toBe(status), 1000);
    };
    await vi.waitFor(rewrite, 20_000);
  };
  try {
    expect(await get("/web/main.js")).toMatchObject({ status: 200 });
    await expectStatus(["web"], 500);
    await expectStatus(["elsewhere"], 200);
  } finally {
    await server.close();
  }
});

test("the door is opened without Vite, for who bundles with another", async () => {
  const door = new URL("../../src/vite.ts", import.meta.url).href;
  const script = `
    import { registerHooks } from "node:module";
    registerHooks({ resolve(specifier, context, next) {
      if (/^(?:vite|rolldown|rollup)$/.test(specifier)) throw new Error("there is no " + specifier);
      return next(specifier, context);
    } });
    const { boundary } = await import(${JSON.stringify(door)});
    console.log(boundary().map(({ name }) => name).join());`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "--eval", script]);
  expect(stdout).toContain("servery:boundary,");
});
