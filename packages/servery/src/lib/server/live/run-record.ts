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

/**
 * The record of one run; `conclude` says what has come together. Plans are made no earlier: most runs are not kept.
 * A class, because there is one for every query that runs.
 */
export class RunRecorder implements RunRecord {
  count: number | undefined;
  readonly #onSeen: ((count: number) => void) | undefined;
  readonly #statements: ObservedStatement[] = [];
  #asked: Map<Question, Answer> | undefined;
  #forbidden: string | undefined;
  #usesClock = false;

  /** @param onSeen is told the state that the run has seen. */
  constructor(onSeen?: (count: number) => void) {
    this.#onSeen = onSeen;
  }

  onAsked(question: Question, answer: Answer): void {
    const asked = (this.#asked ??= new Map());
    const earlier = asked.get(question);
    if (earlier !== undefined && earlier !== answer)
      this.forbid(`its caller answered ${question} in two ways`);
    else if (asked.size < mostAsked) asked.set(question, answer);
    else if (earlier === undefined)
      this.forbid(`its handler asks its caller more than ${mostAsked} things`);
  }

  onClock(): void {
    this.#usesClock = true;
  }

  forbid(why: string): void {
    this.#forbidden ??= why;
  }

  onStatement(statement: ObservedStatement): void {
    this.#statements.push(statement);
  }

  onSnapshot(count: number): void {
    this.count = count;
    this.#onSeen?.(count);
  }

  conclude(): RunBasis {
    for (const statement of this.#statements) this.#followPlan(statement);
    return {
      reads: toReadSet(this.#statements),
      asked: [...(this.#asked ?? [])].map(([question, answer]) => ({ question, answer })),
      usesClock: this.#usesClock,
      forbidden: this.#forbidden,
      count: this.count,
      statements: [...this.#statements],
    };
  }

  /** What row policies ask of a caller is asked by the database. */
  #followPlan({ statement: { plan }, caller }: ObservedStatement): void {
    for (const policy of plan.questions) this.onAsked(toQuestion(policy), answerOf(policy, caller));
    if (plan.volatile !== undefined)
      this.forbid(`its SQL uses ${plan.volatile}, which answers differently each time`);
  }
}

/** Starts a record. */
export function createRunRecord(): RunRecorder {
  return new RunRecorder();
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
