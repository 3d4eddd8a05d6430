import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const installed = fileURLToPath(new URL("../../../../../node_modules", import.meta.url));

/** Runs with a folder that has these files, and Vite where it is wanted. */
export async function within<Result>(
  files: Readonly<Record<string, string>>,
  run: (root: string) => Result | Promise<Result>,
  packages: readonly string[] = ["vite", "servery"],
): Promise<Result> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "vite-settings-")));
  try {
    mkdirSync(join(root, "node_modules"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    for (const name of packages)
      symlinkSync(join(installed, name), join(root, "node_modules", name));
    return await run(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}
