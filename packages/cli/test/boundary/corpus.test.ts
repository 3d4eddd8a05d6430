import { join } from "node:path";

import { type KnownSecret, withParts } from "servery/boundary";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { checkBundle } from "../../src/check/bundle/check-bundle.ts";
import { checkCanary } from "../../src/check/canary/check-canary.ts";
import { checkGraph } from "../../src/check/graph/check-graph.ts";
import { loadGraph } from "../../src/check/graph/load-graph.ts";
import { toTable } from "../../src/output/table.ts";
import { buildCase } from "./corpus/build-case.ts";
import { bundleLeaks } from "./corpus/bundle-leaks.ts";
import { canaryLeaks } from "./corpus/canary-leaks.ts";
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

beforeAll(() => {
  for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
});

/** Each layer's own verdict of a case. */
async function lookAt(each: CorpusCase, bundler: Bundler): Promise<Outcome> {
  const { root, remove } = writeCase(each);
  try {
    const found: Layer[] = [];
    const graph = await checkGraph(
      await loadGraph({ root, entries: [], server: ["server"], secrets: known }),
    );
    if (graph.findings.some(({ severity }) => severity === "error")) found.push("graph");
    expect(graph.undecided).toEqual([]);
    if (bundler !== "esbuild" && (await isRefused(root, bundler))) found.push("build");
    if (await isInOutput(root, bundler)) found.push("bundle");
    return { name: each.name, bundler, found };
  } finally {
    remove();
  }
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

async function isInOutput(root: string, bundler: Bundler): Promise<boolean> {
  await buildCase(root, bundler, { isGuarded: false });
  const report = await checkBundle({ root, folders: [join(root, "dist")], secrets: known });
  expect(report.undecided).toEqual([]);
  for (const { message, subject, fix } of report.findings)
    for (const { value } of known) expect(`${message}${subject}${fix}`).not.toContain(value);
  return report.findings.some(({ severity }) => severity === "error");
}

/** A build with canaries, for whoever has no value of any secret. */
async function lookForCanaries(each: CorpusCase): Promise<Outcome> {
  for (const name of Object.keys(secrets)) vi.stubEnv(name, undefined);
  const { root, remove } = writeCase(each);
  try {
    const found: Layer[] = [];
    const graph = await checkGraph(await loadGraph({ root, entries: [], server: ["server"] }));
    if (graph.findings.some(({ severity }) => severity === "error")) found.push("graph");
    if (await isRefused(root, "vite")) found.push("build");
    await buildCase(root, "vite", { isGuarded: false });
    const bundle = await checkBundle({ root, folders: [join(root, "dist")], secrets: [] });
    if (bundle.findings.some(({ severity }) => severity === "error")) found.push("bundle");
    const configFile = join(root, "vite.config.js");
    const names = Object.keys(secrets);
    // A configuration reads its address: there is one, though not the one that is used.
    const address = "postgres://shop:anything-at-all@db.internal/shop";
    const shaped = [{ name: "DATABASE_URL", value: address }];
    const report = await checkCanary({ root, configFile, names, known: shaped });
    expect(report.undecided).toEqual([]);
    if (report.findings.length > 0) found.push("canary");
    return { name: each.name, bundler: "vite", found };
  } finally {
    remove();
    for (const [name, value] of Object.entries(secrets)) vi.stubEnv(name, value);
  }
}

const runs = (cases: readonly CorpusCase[]) =>
  cases.flatMap((each) =>
    (each.bundlers ?? (["vite"] as const)).map((bundler) => ({ ...each, bundler, each })),
  );

const leaks = [...graphLeaks, ...environmentLeaks, ...bundleLeaks];
const planted = [...leaks, ...canaryLeaks, ...egressCases.filter((each) => each.leaks)];

describe("a planted leak is found:", () => {
  test.each(runs(leaks))("$name ($bundler)", async ({ each, bundler }) => {
    const outcome = await lookAt(each, bundler);
    outcomes.push(outcome);
    const expected = each.found.filter((layer) => layer !== "build" || bundler !== "esbuild");
    expect(outcome.found).toEqual(expect.arrayContaining(expected));
  });

  test.each(canaryLeaks)("$name, by a build with canaries", async (each) => {
    const outcome = await lookForCanaries(each);
    outcomes.push(outcome);
    expect(outcome.found).toEqual(["canary"]);
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

describe("nothing is said of an app that only looks suspicious:", () => {
  test.each(runs(cleanApps))("$name ($bundler)", async ({ each, bundler }) => {
    const outcome = await lookAt(each, bundler);
    outcomes.push(outcome);
    expect(outcome.found).toEqual([]);
  });

  test("nor by a build with canaries", async () => {
    const [each] = cleanApps;
    const outcome = await lookForCanaries(each!);
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

  test.each<readonly [string, readonly Layer[]]>([
    ["the graph, in sources and in builds", ["graph", "build"]],
    ["the bundle", ["bundle"]],
    ["canaries", ["canary"]],
    ["the egress", ["egress"]],
  ])("would let something through without %s", (_, layers) => {
    const missed = outcomes.filter(
      ({ found }) => found.length > 0 && found.every((layer) => layers.includes(layer)),
    );
    expect(missed.length).toBeGreaterThan(0);
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
  console.log(toTable([["case", "by", "graph", "build", "bundle", "canary", "egress"], ...rows]));
});
