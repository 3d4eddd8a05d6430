import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { builtPaths, buildServery } from "./measure/built.ts";
import { median } from "./measure/median.ts";
import { toTable } from "./report/table.ts";
import { baseline } from "./types/baseline.ts";
import { compile, type Compilation } from "./types/compile.ts";
import { orpc } from "./types/orpc.ts";
import { writeProject } from "./types/project.ts";
import { servery } from "./types/servery.ts";

/**
 * `node type-cost.ts [--operations 1000] [--runs 3]`: what the compiler pays for a contract of a thousand
 * operations, declared, implemented and called, in Servery and in oRPC.
 */
const { values } = parseArgs({
  options: {
    operations: { type: "string", default: "1000" },
    runs: { type: "string", default: "3" },
    source: { type: "boolean", default: false },
  },
});
const perArea = 20;
const size = { areas: Math.ceil(Number(values.operations) / perArea), perArea };
const variants = [baseline, servery, orpc];
const results = new URL("results/", import.meta.url).pathname;

if (!values.source) await buildServery();
for (const variant of variants)
  writeProject(folderOf(variant.name), variant, size, values.source ? {} : builtPaths());

const runs = new Map<string, Compilation[]>(variants.map(({ name }) => [name, []]));
for (let run = 0; run < Number(values.runs); run++)
  for (const { name } of variants) runs.get(name)!.push(await compile(folderOf(name)));

const rows = [...runs].map(([name, all]) => ({ name, ...middle(all) }));
console.log(
  `\nType-checking ${size.areas * perArea} operations (one thread, median of ${values.runs})\n`,
);
console.log(
  toTable(
    ["", "total s", "check s", "memory MB", "instantiations", "types"],
    rows.map((row) => [
      row.name,
      row.seconds.toFixed(2),
      row.checkSeconds.toFixed(2),
      row.megabytes.toFixed(0),
      row.instantiations.toLocaleString("en"),
      row.types.toLocaleString("en"),
    ]),
  ),
);
mkdirSync(results, { recursive: true });
writeFileSync(
  `${results}types.json`,
  `${JSON.stringify({ size, rows, runs: Object.fromEntries(runs) }, null, 2)}\n`,
);

function folderOf(name: string): string {
  return `${results}types/${name.toLowerCase().replaceAll(" ", "-")}`;
}

function middle(all: readonly Compilation[]): Compilation {
  const of = (key: keyof Compilation) => median(all.map((one) => one[key]));
  return {
    seconds: of("seconds"),
    checkSeconds: of("checkSeconds"),
    megabytes: of("megabytes"),
    instantiations: of("instantiations"),
    types: of("types"),
  };
}
