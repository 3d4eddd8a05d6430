import { ServeryError } from "../../base/servery-error.ts";
import { isProblemError } from "../../protocol/problem-error.ts";
import type { RangeBound, ReadRegion } from "../data/reads/read-set.ts";
import type { ObservedStatement } from "../data/read-observer.ts";
import { anonymous, type Principal } from "../handling/principal.ts";
import type { ExplainedRegion, ExplainedStatement, Explanation } from "../live/explanation.ts";
import type { Live } from "../live/live.ts";
import { createRunRecord, type RunBasis } from "../live/run-record.ts";
import { createCall } from "./call.ts";
import { toExchange } from "./call-in-process.ts";
import { toRawInput } from "./call-inside.ts";
import { validateInput } from "./decode.ts";
import type { Engine } from "./engine.ts";
import { toLiveQuery } from "./live-query.ts";
import type { Plan } from "./plan.ts";

/**
 * Runs a query as this caller, and says what its answer rests on. Its access rule is not asked: to explain is
 * for those who may read the database.
 * @throws ServeryError `not_explainable`; ProblemError for an input that is not valid, and what the query meets.
 */
export async function explainQuery(
  engine: Engine,
  live: Live,
  plan: Plan,
  input: unknown,
  principal: Principal,
): Promise<Explanation> {
  if (!plan.isWatchable) throw notExplainable(plan);
  const { platform } = engine;
  const call = createCall(
    toExchange(plan, {}),
    engine.nextRequestId(),
    platform.monotonic(),
    undefined,
  );
  call.plan = plan;
  call.principal = principal;
  const valid = await validateInput(engine, call, plan, toRawInput(plan, input), []);
  const query = toLiveQuery(engine, call, plan, () => valid);
  const record = createRunRecord();
  // What was read until then is told of a problem, too.
  const failed = await query.run(record).then(() => undefined, toWords);
  const basis = record.conclude();
  const { reruns, watchers } = live.historyOf(query.key);
  const cache = toCache(engine, plan, basis);
  return {
    operation: plan.id,
    input: input ?? {},
    ...(failed !== undefined && { failed }),
    statements: basis.statements.map(toStatement),
    everything: basis.reads.everything,
    consulted: basis.asked.map(({ question, answer }) => ({
      what: question,
      value: answer ?? "none",
    })),
    cache: failed === undefined ? cache : notKept("it came to no result"),
    token: basis.count === undefined ? undefined : live.token(basis.count),
    reruns,
    watchers,
  };
}

/**
 * Whom a query is explained for: nobody in particular, or a user by id or address.
 * @throws ServeryError `no_account`.
 */
export function findPrincipal({ identity }: Engine, user: string | undefined): Principal {
  if (user === undefined) return anonymous;
  const found = identity?.principalOf?.(user);
  if (found === undefined) throw new ServeryError("no_account", `There is no account "${user}".`);
  return found;
}

function toWords(error: unknown): string {
  if (isProblemError(error)) return `${error.problem.code}: ${error.message}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function toCache({ liveSettings }: Engine, plan: Plan, basis: RunBasis): Explanation["cache"] {
  if (plan.operation.cache === false) return notKept("its contract says cache: false");
  if (!plan.isKept) return notKept("it is one of identity's own operations");
  if (basis.forbidden !== undefined) return notKept(basis.forbidden);
  if (basis.reads.everything !== undefined) return notKept(basis.reads.everything);
  if (basis.statements.length === 0)
    return notKept("it reads no table, so nothing says when it changes");
  if (liveSettings.cacheBytes === 0)
    return notKept("the service keeps nothing: live.cacheBytes is 0");
  const maxAgeMs = basis.usesClock ? liveSettings.clockAgeMs : liveSettings.maxAgeMs;
  const whose =
    basis.asked.length === 0
      ? "everybody's: nothing of the caller was asked"
      : "shared by all callers who answer alike what was asked";
  return { kept: true, why: basis.usesClock ? `${whose}; the time was asked` : whose, maxAgeMs };
}

function notKept(why: string): Explanation["cache"] {
  return { kept: false, why, maxAgeMs: undefined };
}

function toStatement({
  statement,
  reach,
  parameters,
  caller,
}: ObservedStatement): ExplainedStatement {
  const { sql, plan } = statement;
  return {
    sql,
    reach,
    regions: plan.toRegions(parameters, caller).map(toRegion),
    ...(plan.volatile !== undefined && { volatile: plan.volatile }),
  };
}

function toRegion({ table, columns, equals, ranges, widened }: ReadRegion): ExplainedRegion {
  return {
    table,
    columns: columns === undefined ? "all" : [...columns].toSorted(),
    keys: equals.map(({ column, values }) => ({
      column,
      values: [...values].map((value) => (typeof value === "number" ? value : String(value))),
    })),
    ranges: ranges.flatMap(toConditions),
    widened,
  };
}

function toConditions({ column, from, to }: RangeBound): string[] {
  const conditions = [];
  if (from !== undefined)
    conditions.push(`${column} ${from.inclusive ? ">=" : ">"} ${JSON.stringify(from.value)}`);
  if (to !== undefined)
    conditions.push(`${column} ${to.inclusive ? "<=" : "<"} ${JSON.stringify(to.value)}`);
  return conditions;
}

function notExplainable({ id, operation }: Plan): ServeryError {
  const why =
    operation.kind === "query"
      ? "it is sensitive, so it is neither kept nor watched"
      : `it is ${operation.kind === "action" ? "an" : "a"} ${operation.kind}, and only queries are kept and watched`;
  return new ServeryError("not_explainable", `There is nothing to explain of ${id}: ${why}.`);
}
