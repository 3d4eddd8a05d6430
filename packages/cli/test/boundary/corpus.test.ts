import { join } from "node:path";

import { type KnownSecret, withParts } from "servery/boundary";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { checkBundle } from "../../src/check/bundle/check-bundle.ts";
import { checkGraph } from "../../src/check/graph/check-graph.ts";
import { loadGraph } from "../../src/check/graph/load-graph.ts";
import { toTable } from "../../src/output/table.ts";
import { buildCase } from "./corpus/build-case.ts";
import { bundleLeaks } from "./corpus/bundle-leaks.ts";
import { type CanaryApp, moduleApp, secretApp } from "./corpus/canary-leaks.ts";
import { writeCase } from "./corpus/case-folder.ts";
import { cleanApps } from "./corpus/clean-apps.ts";
import {
  type Bundler,
  type CorpusCase,
  type Layer,
  paymentKey,
  secrets,
} from "./corpus/corpus-case.ts";
import { egressCases } from "./corpus/egress-leaks.ts";
import { environmentLeaks } from "./corpus/environment-leaks.ts";
import { graphLeaks } from "./corpus/graph-leaks.ts";
import { lookForCanaries } from "./corpus/look-for-canaries.ts";
import { runEgress } from "./corpus/run-egress.ts";

const known: readonly KnownSecret[] = Object.entries(secrets)
  .map(([name, value]) => ({ name, value }))
  .flatMap(withParts);

/** What has found a case, built by one bundler. */
interface Outcome {
  readonly name: string;
  readonly bundler: Bundler | "service";
  readonly found: readonly Layer[];
}

const outcomes: Outcome[] = [];

function stubSecrets(): void {
  for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
}

beforeAll(stubSecrets);

/** Each layer's own verdict of a case. */
async function lookAt(each: CorpusCase, bundler: Bundler): Promise<Outcome> {
  const { root, remove } = writeCase(each);
  try {
    return { name: each.name, bundler, found: await findLayers(root, bundler, known) };
  } finally {
    remove();
  }
}

async function findLayers(
  root: string,
  bundler: Bundler,
  values: readonly KnownSecret[],
): Promise<readonly Layer[]> {
  const found: Layer[] = [];
  if (await isInGraph(root, values)) found.push("graph");
  if (bundler !== "esbuild" && (await isRefused(root, bundler))) found.push("build");
  if (await isInOutput(root, bundler, values)) found.push("bundle");
  return found;
}

async function isInGraph(root: string, values: readonly KnownSecret[]): Promise<boolean> {
  const asked = { root, entries: [], server: ["server"], secrets: values };
  const graph = await checkGraph(await loadGraph(asked));
  expect(graph.undecided).toEqual([]);
  return graph.findings.some(({ severity }) => severity === "error");
}

async function isRefused(root: string, bundler: Bundler): Promise<boolean> {
  try {
    await buildCase(root, bundler, { isGuarded: true });
    return false;
  } catch (error) {
    expect(String(error), "it is refused for what is in it").toMatch(
      /servery:boundary|graph\/|bundle\//,
    );
    return true;
  }
}

async function isInOutput(
  root: string,
  bundler: Bundler,
  values: readonly KnownSecret[],
): Promise<boolean> {
  await buildCase(root, bundler, { isGuarded: false });
  const report = await checkBundle({ root, folders: [join(root, "dist")], secrets: values });
  expect(report.undecided).toEqual([]);
  for (const { message, subject, fix } of report.findings)
    for (const { value } of values) expect(`${message}${subject}${fix}`).not.toContain(value);
  return report.findings.some(({ severity }) => severity === "error");
}

const parts: readonly (readonly [string, readonly Layer[]])[] = [
  ["the graph, in sources and in builds", ["graph", "build"]],
  ["the bundle", ["bundle"]],
  ["canaries", ["canary"]],
  ["the egress", ["egress"]],
];

/** How many leaks nothing else has found. */
function missedWithout(layers: readonly Layer[]): number {
  return outcomes.filter(
    ({ found }) => found.length > 0 && found.every((layer) => layers.includes(layer)),
  ).length;
}

const runs = (cases: readonly CorpusCase[]) =>
  cases.flatMap((each) =>
    (each.bundlers ?? (["vite"] as const)).map((bundler) => ({ ...each, bundler, each })),
  );

const leaks = [...graphLeaks, ...environmentLeaks, ...bundleLeaks];
const canaryLeaks = [...secretApp.leaks, ...moduleApp.leaks];
const planted = [...leaks, ...canaryLeaks, ...egressCases.filter((each) => each.leaks)];

describe("a planted leak is found:", () => {
  test.each(runs(leaks))("$name ($bundler)", async ({ each, bundler }) => {
    const outcome = await lookAt(each, bundler);
    outcomes.push(outcome);
    const expected = each.found.filter((layer) => layer !== "build" || bundler !== "esbuild");
    expect(outcome.found).toEqual(expect.arrayContaining(expected));
  });

  test.each(egressCases.filter((each) => each.leaks))("$name, on its way out", async (each) => {
    expect(await runEgress(each, { egress: false }), "it would get out").toContain(
      JSON.stringify(each.words).slice(1, -1).slice(0, 24),
    );
    const said = await runEgress(each, { egress: true });
    expect(said).not.toContain(paymentKey);
    expect(said).not.toContain(each.words);
    outcomes.push({ name: each.name, bundler: "service", found: ["egress"] });
  });
});

describe("a build with canaries proves,", () => {
  const withApp = async <T>(
    each: Pick<CorpusCase, "files" | "vite">,
    look: (root: string) => T,
  ) => {
    const { root, remove } = writeCase(each);
    try {
      return await look(root);
    } finally {
      remove();
    }
  };
  const note = ({ leaks: told }: CanaryApp, others: readonly Layer[]) => {
    for (const { name } of told)
      outcomes.push({ name, bundler: "vite", found: [...others, "canary"] });
  };
  const subjectsOf = ({ leaks: told }: CanaryApp) => told.map(({ subject }) => subject).toSorted();

  afterEach(stubSecrets);

  test("where the configuration refuses values of another shape, each secret that leaks, and none that does not", async () => {
    const { proven, others, shapeless } = await withApp(secretApp, async (root) => {
      const shapes = await lookForCanaries(root, secretApp);
      return {
        proven: shapes.findings,
        others: await findLayers(root, "vite", []),
        shapeless: await lookForCanaries(root, { ...secretApp, values: {} }),
      };
    });
    expect(proven.toSorted()).toEqual(subjectsOf(secretApp));
    expect(others).toEqual([]);
    const why = expect.stringMatching(/failed[^]*DATABASE_URL, .*had no value here/);
    expect(shapeless).toMatchObject({ findings: [], undecided: [why] });
    note(secretApp, others);
  });

  test("each server's module that is left, and none that is shaken away", async () => {
    const { proven, isFound } = await withApp(moduleApp, async (root) => ({
      proven: (await lookForCanaries(root, moduleApp)).findings,
      isFound: await isInGraph(root, []),
    }));
    expect(proven.toSorted()).toEqual(subjectsOf(moduleApp));
    expect(isFound).toBe(true);
    note(moduleApp, ["graph"]);
  });
});

describe("nothing is said of an app that only looks suspicious:", () => {
  test.each(runs(cleanApps))("$name ($bundler)", async ({ each, bundler }) => {
    const outcome = await lookAt(each, bundler);
    outcomes.push(outcome);
    expect(outcome.found).toEqual([]);
  });

  test.each(egressCases.filter((each) => !each.leaks))("$name, on its way out", async (each) => {
    const said = await runEgress(each, { egress: true });
    expect(said).toContain(each.words);
    outcomes.push({ name: each.name, bundler: "service", found: [] });
  });
});

describe("the corpus", () => {
  test("is large enough to say something", () => {
    const names = planted.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(60);
    expect(cleanApps.length).toBeGreaterThanOrEqual(20);
  });

  test.each(parts)("would let something through without %s", (_, layers) => {
    expect(missedWithout(layers)).toBeGreaterThan(0);
  });
});

afterAll(() => {
  const mark = (found: readonly Layer[], layer: Layer) => (found.includes(layer) ? "found" : "·");
  const rows = outcomes.map(({ name, bundler, found }) => [
    name,
    bundler,
    ...(["graph", "build", "bundle", "canary", "egress"] as const).map((layer) =>
      mark(found, layer),
    ),
  ]);
  const heads = ["case", "by", "graph", "build", "bundle", "canary", "egress"];
  const missed = parts.map(([part, layers]) => `${missedWithout(layers)} without ${part}`);
  console.log(`${toTable([heads, ...rows])}\nWhat would get through: ${missed.join(", ")}.`);
});
