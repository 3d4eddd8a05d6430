import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const run = promisify(execFile);
const docs = fileURLToPath(new URL("..", import.meta.url));
const root = join(docs, "..");
const fence = /^```(?:ts|tsx) title="([^"]+)"\n([\s\S]*?)^```$/gm;

const pages = [
  join(root, "README.md"),
  ...(await readdir(docs)).filter((name) => name.endsWith(".md")).map((name) => join(docs, name)),
];

const config = {
  extends: "../../../tsconfig.base.json",
  compilerOptions: {
    noEmit: true,
    jsx: "react-jsx",
    lib: ["es2024", "esnext", "dom", "dom.iterable"],
    noUnusedLocals: false,
  },
  include: ["**/*.ts", "**/*.tsx"],
};

describe.each(pages)("the examples of %s", async (page) => {
  const examples = [...(await readFile(page, "utf8")).matchAll(fence)].map(([, name, text]) => ({
    name: name!,
    text: text!,
  }));
  const folder = join(docs, ".examples", page.split("/").at(-1)!.replace(".md", ""));

  it.runIf(examples.length > 0)(
    "compile, and what is named run.ts runs",
    async () => {
      await rm(folder, { recursive: true, force: true });
      for (const { name, text } of examples) {
        await mkdir(dirname(join(folder, name)), { recursive: true });
        await writeFile(join(folder, name), text);
      }
      await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
      await succeed("tsc", ["-p", folder]);
      if (examples.some(({ name }) => name === "run.ts"))
        await succeed("node", [join(folder, "run.ts")]);
    },
    60_000,
  );
});

async function succeed(command: string, args: readonly string[]): Promise<void> {
  const outcome = await run(join(root, "node_modules/.bin", command), args, { cwd: docs }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  expect(outcome instanceof Error ? `${outcome.stdout}${outcome.stderr}` : "").toBe("");
}
