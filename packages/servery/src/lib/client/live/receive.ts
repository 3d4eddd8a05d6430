import type { CallProblem } from "../call-problem.ts";
import { toProblem } from "../decode-answer.ts";
import type { Snapshots } from "../snapshots.ts";
import { deepFreeze } from "./freeze.ts";
import type { Update } from "./source.ts";
import { tellStatus, tellWatchers, type WatchedQuery } from "./watched-query.ts";

/** How often in a row a query is asked for again whose news are older than what is shown of it. */
const patience = 3;

/**
 * Takes what came of a query. False when it must be asked for again: its news are older than what was shown of
 * it, by a call that was faster, or than what this client has written. They are held back, and shown once they
 * are known to hold still.
 */
export function receive(snapshots: Snapshots, query: WatchedQuery, update: Update): boolean {
  const { problem, ended = false, token } = update;
  const met = problem && toProblem(problem, problem.status, undefined);
  if (met === undefined) keep(query, update);
  const isBehind = token !== undefined && snapshots.isBehind(query.key, token);
  const isMissing = met === undefined && query.known === undefined;
  if (isMissing || (isBehind && !ended)) {
    query.standing = met === undefined ? "held" : "unsure";
    tellStatus(query);
    query.held += 1;
    return query.held > patience;
  }
  query.held = 0;
  query.standing = ended ? "unsure" : "told";
  if (token !== undefined) snapshots.show(query.key, token);
  if (met === undefined) show(query);
  else meet(query, met, ended);
  tellStatus(query);
  return true;
}

/** What was told of a query holds up to this state. */
export function hold(snapshots: Snapshots, query: WatchedQuery, token: string): void {
  if (query.standing === "unsure" || query.known === undefined) return;
  query.known = { ...query.known, token };
  if (query.standing === "told" || snapshots.isBehind(query.key, token)) return;
  query.standing = "told";
  show(query);
  tellStatus(query);
}

/** What was told of a query is not sure any more; a problem may keep it from being watched. */
export function lose(query: WatchedQuery, problem: CallProblem | undefined): void {
  query.standing = "unsure";
  if (problem !== undefined && query.known === undefined) meet(query, problem, false);
  tellStatus(query);
}

function keep(query: WatchedQuery, update: Update): void {
  const { token, hash } = update;
  const { known } = query;
  if (update.unchanged === true) query.known = known && { ...known, token: token ?? known.token };
  else if (hash !== undefined && hash === known?.hash) query.known = { ...known, token };
  else {
    query.known = { data: deepFreeze(update.full), hash, token };
    query.isShown = false;
  }
}

function show(query: WatchedQuery): void {
  const { known, isShown, problem } = query;
  // The watchers may have it already.
  if (known === undefined || (isShown && problem === undefined)) return;
  query.isShown = true;
  query.problem = undefined;
  tellWatchers(query, ({ onData }) => onData(known.data, known));
}

function meet(query: WatchedQuery, problem: CallProblem, isOver: boolean): void {
  query.problem = problem;
  tellWatchers(query, ({ onProblem }) => onProblem?.(problem, isOver));
}
