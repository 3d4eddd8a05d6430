import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const run = promisify(execFile);
const docs = fileURLToPath(new URL("..", import.meta.url));
const root = join(docs, "..");
const fence = /^```(?:ts|tsx) title="([^"]+)"\n([\s\S]*?)^```$/gm;

const files = [
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

interface Example {
  readonly name: string;
  readonly text: string;
}

const pages = (await Promise.all(files.map(readPage))).filter(
  ({ examples }) => examples.length > 0,
);

test.each(pages)(
  "the examples of $page compile, and those that are named for it run",
  async ({ page, examples }) => {
    const folder = join(docs, ".examples", page.replace(".md", ""));
    await rm(folder, { recursive: true, force: true });
    for (const { name, text } of examples) {
      await mkdir(dirname(join(folder, name)), { recursive: true });
      await writeFile(join(folder, name), text);
    }
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
    await succeed("tsc", ["-p", folder]);
    for (const { name } of examples)
      if (/^run(?:-[a-z-]+)?\.ts$/.test(name)) await succeed("node", [join(folder, name)]);
  },
);

async function readPage(file: string): Promise<{ page: string; examples: readonly Example[] }> {
  const examples = [...(await readFile(file, "utf8")).matchAll(fence)];
  return {
    page: basename(file),
    examples: examples.map(([, name, text]) => ({ name: name!, text: text! })),
  };
}

async function succeed(command: string, args: readonly string[]): Promise<void> {
  const outcome = await run(join(root, "node_modules/.bin", command), args, { cwd: docs }).catch(
    (error: { stdout: string; stderr: string }) => error,
  );
  expect(outcome instanceof Error ? `${outcome.stdout}${outcome.stderr}` : "").toBe("");
}
