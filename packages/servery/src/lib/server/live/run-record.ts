import type { ObservedStatement, ReadObserver } from "../data/read-observer.ts";
import { mergeRegions } from "../data/reads/merge-regions.ts";
import type { PolicyQuestion } from "../data/reads/read-plan.ts";
import type { ReadSet } from "../data/reads/read-set.ts";
import type { RowCaller } from "../data/row-caller.ts";
import type { Answer, Asked, Question } from "./question.ts";

/** What one run of a query rests on, written down while it runs. */
export interface RunRecord extends ReadObserver {
  /** The state that was seen; `undefined` until the handler has ended. */
  readonly count: number | undefined;
  /** The handler has asked something of its caller. */
  onAsked(question: Question, answer: Answer): void;
  /** It has asked what time it is. */
  onClock(): void;
  /** It has asked for what is another thing each time, or cannot be followed. The first reason stays. */
  forbid(why: string): void;
}

/** What a run rested on. */
export interface RunBasis {
  readonly reads: ReadSet;
  readonly asked: readonly Asked[];
  readonly usesClock: boolean;
  /** Why its result is that of this one call alone. */
  readonly forbidden: string | undefined;
  /** The state that it saw; `undefined` where that is not known. */
  readonly count: number | undefined;
  readonly statements: readonly ObservedStatement[];
}

/** Who asks more is asking for all that there is. */
const mostAsked = 100;

/** Starts a record; `conclude` says what has come together. Plans are made no earlier: most runs are not kept. */
export function createRunRecord(): RunRecord & { conclude(): RunBasis } {
  const asked = new Map<Question, Answer>();
  const statements: ObservedStatement[] = [];
  let forbidden: string | undefined;
  let usesClock = false;
  let count: number | undefined;

  function forbid(why: string): void {
    forbidden ??= why;
  }
  function ask(question: Question, answer: Answer): void {
    const earlier = asked.get(question);
    if (earlier !== undefined && earlier !== answer)
      forbid(`its caller answered ${question} in two ways`);
    else if (asked.size < mostAsked) asked.set(question, answer);
    else if (earlier === undefined)
      forbid(`its handler asks its caller more than ${mostAsked} things`);
  }
  /** What row policies ask of a caller is asked by the database. */
  function followPlan({ statement: { plan }, caller }: ObservedStatement): void {
    for (const policy of plan.questions) ask(toQuestion(policy), answerOf(policy, caller));
    if (plan.volatile !== undefined)
      forbid(`its SQL uses ${plan.volatile}, which answers differently each time`);
  }

  return {
    get count() {
      return count;
    },
    onAsked: ask,
    onClock: () => void (usesClock = true),
    forbid,
    onStatement: (statement) => void statements.push(statement),
    onSnapshot: (seen) => void (count = seen),
    conclude() {
      for (const statement of statements) followPlan(statement);
      return {
        reads: toReadSet(statements),
        asked: [...asked].map(([question, answer]) => ({ question, answer })),
        usesClock,
        forbidden,
        count,
        statements: [...statements],
      };
    },
  };
}

/** Whether a run's result may be another caller's: that of whoever answers alike. */
export function isShareable({ forbidden, reads }: RunBasis): boolean {
  return forbidden === undefined && reads.everything === undefined;
}

function toQuestion(policy: PolicyQuestion): Question {
  return policy.kind === "user" ? "user" : `role:${policy.role}`;
}

function answerOf(policy: PolicyQuestion, caller: RowCaller): Answer {
  return policy.kind === "user" ? caller.user : toAnswer(caller.roles.has(policy.role));
}

/** Yes or no, as an answer. */
export function toAnswer(holds: boolean): Answer {
  return holds ? "yes" : null;
}

function toReadSet(statements: readonly ObservedStatement[]): ReadSet {
  const regions = statements.flatMap(({ statement, parameters, caller }) =>
    statement.plan.toRegions(parameters, caller),
  );
  const { plan } =
    statements.find(({ statement }) => statement.plan.everything !== undefined)?.statement ?? {};
  return { regions: mergeRegions(regions), everything: plan?.everything };
}
