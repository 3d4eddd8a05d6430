import type { ReadPlan } from "../../../src/lib/server/data/reads/read-plan.ts";
import type { ReadRules } from "../../../src/lib/server/data/reads/read-rules.ts";
import type { ReadRegion } from "../../../src/lib/server/data/reads/read-set.ts";
import { toReadPlan } from "../../../src/lib/server/data/reads/to-read-plan.ts";
import type { RowCaller } from "../../../src/lib/server/data/row-caller.ts";
import { describeRegion } from "./describe-region.ts";
import { callers, type Commit, openRandomWorld, type RandomRun, readAs } from "./random-world.ts";
import { touches } from "./region-oracle.ts";

/** What came of many cases: each is a query, with its values and caller, and a commit. */
export interface Figures {
  queries: number;
  /** Queries that SQLite did not take. */
  refused: number;
  cases: number;
  /** Those in which the result became another. */
  changed: number;
  /** Those in which it stayed, though the commit changed a table that the query reads. */
  unchanged: number;
  /** Those of them that were invalidated all the same. */
  invalidated: number;
}

export const noFigures: Figures = {
  queries: 0,
  refused: 0,
  cases: 0,
  changed: 0,
  unchanged: 0,
  invalidated: 0,
};

const queriesEach = 8;
const commitsEach = 8;

/** The rules that are tried, by their names. */
export type Variants = ReadonlyMap<string, ReadRules>;

interface Watched {
  readonly run: RandomRun;
  readonly told: ReadonlyMap<string, Told>;
  result: string;
}

/** What one variant says that a run has read. */
interface Told {
  readonly everything: string | undefined;
  readonly regions: readonly ReadRegion[];
}

/** Tries the variants on one random database, and says of each what it missed, in words to find out why. */
export function tryDatabase(
  seed: number,
  variants: Variants,
  figures: Figures,
): ReadonlyMap<string, string> {
  using world = openRandomWorld(seed, queriesEach);
  const watched = world.runs.map((run) => watch(run, variants));
  const missed = new Map<string, string>();
  figures.queries += queriesEach;
  figures.refused += world.refused;
  for (let at = 0; at < commitsEach; at++) {
    const commit = world.commit();
    for (const each of watched) {
      const before = each.result;
      each.result = each.run.read();
      const isChanged = before !== each.result;
      count(figures, each, isChanged, commit);
      if (!isChanged) continue;
      for (const [name, told] of each.told)
        if (!isTouched(told, commit) && !missed.has(name))
          missed.set(name, describe(seed, each, before, told, commit));
    }
  }
  return missed;
}

function watch(run: RandomRun, variants: Variants): Watched {
  const told = new Map<string, Told>();
  for (const [name, rules] of variants) {
    const plan = toReadPlan(run.prepared.input, rules);
    const { everything } = plan;
    told.set(name, { everything, regions: plan.toRegions(run.parameters, run.caller) });
    if (name === "sound") assertShared(run, plan);
  }
  return { run, told, result: run.read() };
}

function isTouched({ everything, regions }: Told, { changes }: Commit): boolean {
  return (
    (everything !== undefined && changes.length > 0) ||
    regions.some((region) => changes.some((change) => touches(region, change)))
  );
}

function count(figures: Figures, { run, told }: Watched, isChanged: boolean, commit: Commit): void {
  figures.cases++;
  if (isChanged) {
    figures.changed++;
    return;
  }
  const { accesses } = run.prepared.input;
  const isRead = commit.changes.some(({ table }) =>
    accesses.some(({ subject }) => subject === table),
  );
  if (!isRead) return;
  figures.unchanged++;
  const sound = told.get("sound");
  if (sound !== undefined && isTouched(sound, commit)) figures.invalidated++;
}

/** Callers of whom a plan's questions have the same answers come to the same result. */
function assertShared({ prepared, parameters }: RandomRun, { questions }: ReadPlan): void {
  const answers = ({ user, roles }: RowCaller): string =>
    JSON.stringify(
      questions.map((question) => (question.kind === "user" ? user : roles.has(question.role))),
    );
  const results = new Map<string, string>();
  for (const caller of callers) {
    const [key, result] = [answers(caller), readAs(prepared, parameters, caller)];
    const known = results.get(key) ?? result;
    if (known !== result)
      throw new Error(`${prepared.input.query.sql}: ${key} comes to ${known} and to ${result}`);
    results.set(key, result);
  }
}

function describe(
  seed: number,
  { run, result }: Watched,
  before: string,
  { regions }: Told,
  { writes, changes }: Commit,
): string {
  const { input } = run.prepared;
  const policies = [...input.schema.tables.values()].map(
    ({ name, policy, columns }) =>
      `${name} ${Object.keys(columns).join()} ${JSON.stringify(policy)}`,
  );
  return [
    `SERVERY_PROPERTY_SEED=${seed} misses a change of`,
    input.query.sql,
    `${JSON.stringify(run.parameters, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value))} for ${run.caller.user} ${[...run.caller.roles].join()}, ${input.reach}`,
    `from ${before}`,
    `to   ${result}`,
    ...regions.map((region) => `reads ${describeRegion(region)}`),
    ...writes.map(({ sql, parameters }) => `writes ${sql} ${JSON.stringify(parameters)}`),
    ...changes.map((change) => `changes ${JSON.stringify(change)}`),
    ...policies,
  ].join("\n");
}
