import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

const folder = fileURLToPath(new URL("..", import.meta.url));

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "servery-store-run-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

test("the migrations say all that the tables say", () => {
  const cli = fileURLToPath(new URL("../../../packages/cli/src/main.js", import.meta.url));
  const { status, stderr } = spawnSync(process.execPath, [cli, "migrate", "--check"], {
    cwd: folder,
    encoding: "utf8",
  });
  expect(status, stderr).toBe(0);
});

test("opens with full shelves, opens again with the same, and prints its addresses", async () => {
  spawnSync(
    process.execPath,
    [join(folder, "../../node_modules/vite/bin/vite.js"), "build", "--logLevel", "error"],
    { cwd: folder },
  );
  for (const _ of ["first", "second"]) {
    const child = spawn(process.execPath, ["start.ts"], {
      cwd: folder,
      env: {
        ...process.env,
        PORT: "0",
        SERVERY_DATABASE: join(directory, "store.db"),
        LOG_LEVEL: "silent",
      },
    });
    const printed = await readUntil(child, "openapi.json");
    expect(printed).toContain("open, with 347 records");
    const [address = ""] = /http:\S+\/records\/124/.exec(printed) ?? [];
    const page = await fetch(address, { headers: { accept: "text/html" } });
    expect([page.status, await page.text()]).toEqual([
      200,
      expect.stringContaining("Runout Records"),
    ]);
    child.kill("SIGTERM");
    expect(await new Promise((resolve) => child.once("exit", resolve))).toBe(0);
  }
});

function readUntil(child: ChildProcess, end: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = "";
    const read = (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(end)) resolve(text);
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    child.once("exit", (code) => reject(new Error(`It ended with ${code}: ${text}`)));
  });
}
