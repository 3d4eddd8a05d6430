import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import type { FamilyReport } from "../../../src/check/check-report.ts";
import { checkGraph } from "../../../src/check/graph/check-graph.ts";
import { type GraphOptions, loadGraph } from "../../../src/check/graph/load-graph.ts";

/** Files by path, from the project's folder on. */
export type Files = Readonly<Record<string, string>>;

const installed = fileURLToPath(new URL("../../../../../node_modules", import.meta.url));
const page = `<script type="module" src="/web/main.ts"></script>`;

/** Writes a small project, checks it and takes it away again. Its page is there unless it has its own. */
export async function checkProject(
  files: Files,
  {
    packages = [],
    ...options
  }: Partial<Omit<GraphOptions, "root">> & {
    /** Packages of the repository's that it has. */
    readonly packages?: readonly string[];
  } = {},
): Promise<FamilyReport> {
  const root = mkdtempSync(join(tmpdir(), "graph-"));
  try {
    mkdirSync(join(root, "node_modules"));
    for (const [path, text] of Object.entries({ "index.html": page, ...files })) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    for (const name of packages)
      symlinkSync(join(installed, name), join(root, "node_modules", name));
    return await checkGraph(
      await loadGraph({ root, entries: [], server: ["service"], ...options }),
    );
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What was found, each as a line: the rule, and the subject. */
export function toLines({ findings, undecided }: FamilyReport): readonly string[] {
  return [
    ...findings.map(({ rule, subject }) => `${rule}: ${subject}`),
    ...undecided.map(({ subject }) => `undecided: ${subject}`),
  ];
}
