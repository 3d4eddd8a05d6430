import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { performance } from "node:perf_hooks";

import { checkGraph } from "../../packages/cli/src/check/graph/check-graph.ts";
import { loadGraph } from "../../packages/cli/src/check/graph/load-graph.ts";

/**
 * What it costs before a commit to learn from source that nothing of the server reaches browsers: an app of so many modules,
 * read from disk, parsed, resolved and judged, with one leak at its far end.
 */
const count = Number(process.argv[2] ?? 5000);
const secrets = Array.from({ length: 20 }, (_, at) => ({
  name: `SECRET_${at}`,
  value: `${at}-no-module-has-this-${at}`,
}));

const root = mkdtempSync(join(tmpdir(), "graph-bench-"));
try {
  writeApp(root, count);
  const start = performance.now();
  const before = process.cpuUsage();
  const { findings, undecided, checked } = await checkGraph(
    await loadGraph({
      root,
      entries: [],
      server: ["service"],
      secrets,
    }),
  );
  const took = performance.now() - start;
  const { user, system } = process.cpuUsage(before);
  const rules = findings.map(({ rule }) => rule).join();
  if (rules !== "graph/server-module" || undecided.length > 0 || checked["modules"] !== count + 3)
    throw new Error(
      `The check went wrong: ${rules || "nothing found"}, ${checked["modules"]} modules`,
    );
  console.log(
    `${checked["modules"]} modules: ${took.toFixed(0)} ms, ${((user + system) / 1000).toFixed(0)} ms of them worked, first run of the process`,
  );
} finally {
  rmSync(root, { recursive: true });
}

/** Modules as apps have them: some 3 kB of components with types, five imports each, in folders of fifty. */
function writeApp(folder: string, modules: number): void {
  write(folder, "index.html", `<script type="module" src="/web/main.tsx"></script>`);
  write(folder, "tsconfig.json", `{ "compilerOptions": { "paths": { "@/*": ["./web/*"] } } }`);
  write(folder, "service/db.ts", `import pg from "pg"; export const db = new pg.Pool();`);
  write(folder, "web/main.tsx", `import { Part0 } from "./${pathOf(0)}.tsx"; console.log(Part0);`);
  for (let at = 0; at < modules; at++)
    write(folder, `web/${pathOf(at)}.tsx`, toModule(at, modules));
}

function pathOf(at: number): string {
  return `part${Math.floor(at / 50)}/part${at}`;
}

function toModule(at: number, modules: number): string {
  // Two that come after it, so that all are reached, and three wherever they are.
  const near = [2 * at + 1, 2 * at + 2].filter((other) => other < modules);
  const far = [7, 31, 101].map((step) => (at * step + step) % modules);
  const others = [...new Set([...near, ...far])].filter((other) => other !== at);
  const imports = others.map((other, nth) =>
    nth % 2 === 0
      ? `import { Part${other}, type Props${other} } from "@/${pathOf(other)}";`
      : `import { Part${other}, type Props${other} } from "../${pathOf(other)}.tsx";`,
  );
  const last = at === modules - 1 ? `import { db } from "../../service/db.ts"; void db;` : "";
  const uses = others.map(
    (other) => `<Part${other} title={props.title} {...(more as Props${other})} />`,
  );
  const rest = Array.from({ length: 18 }, (_, nth) => toFunction(at, nth)).join("\n");
  return `${imports.join("\n")}\n${last}
export interface Props${at} { readonly title: string; readonly total?: number }
export function Part${at}(props: Props${at}) {
  const more: unknown = { total: total${at}_0([1, 2, 3]) };
  return <section aria-label={props.title}>${uses.join("\n    ")}</section>;
}
${rest}\n`;
}

function toFunction(at: number, nth: number): string {
  return `/** Sums up what is given. */
export function total${at}_${nth}(numbers: readonly number[]): number {
  return numbers.filter((each) => each > ${nth}).reduce((sum, each) => sum + each, 0);
}`;
}

function write(folder: string, name: string, text: string): void {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
