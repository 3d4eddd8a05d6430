import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { type CorpusCase, secrets } from "./corpus-case.ts";

const nodeModules = fileURLToPath(new URL("../../../../../node_modules", import.meta.url));

/** Packages of the repository that cases use. */
const linked = ["servery", "zod", "vite"];

/** A case on disk. */
export interface CaseFolder {
  readonly root: string;
  remove(): void;
}

/** What lets a build pass with all that is in it. */
export const unguarded = "SERVERY_CORPUS_UNGUARDED";

function toConfig(settings: string): string {
  return `import { servery } from "servery/vite";
const secrets = ${JSON.stringify(Object.keys(secrets))};
const mode = process.env["${unguarded}"] === undefined ? "error" : "warn";
export default { plugins: [servery({ mode, secrets })], ...(${settings}) };
`;
}

/** Writes a case into a folder of its own. */
export function writeCase({ files, vite = "{}" }: Pick<CorpusCase, "files" | "vite">): CaseFolder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "servery-corpus-")));
  const all = { ...files, "vite.config.js": toConfig(vite) };
  for (const [path, content] of Object.entries(all)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
  mkdirSync(join(root, "node_modules"), { recursive: true });
  for (const name of linked)
    if (!existsSync(join(root, "node_modules", name)))
      symlinkSync(join(nodeModules, name), join(root, "node_modules", name));
  return { root, remove: () => rmSync(root, { recursive: true }) };
}
