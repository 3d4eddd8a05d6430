import type { ObservedStatement, ReadObserver } from "../data/read-observer.ts";
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

/** Starts a record; `conclude` says what has come together. Plans are made no earlier: most runs are not kept. */
export function createRunRecord(): RunRecord & { conclude(): RunBasis } {
  const asked = new Map<Question, Answer>();
  const statements: ObservedStatement[] = [];
  let forbidden: string | undefined;
  let usesClock = false;
  let count: number | undefined;
  return {
    get count() {
      return count;
    },
    onAsked: (question, answer) => void asked.set(question, answer),
    onClock: () => void (usesClock = true),
    forbid: (why) => void (forbidden ??= why),
    onStatement: (statement) => void statements.push(statement),
    onSnapshot: (seen) => void (count = seen),
    conclude() {
      for (const { statement, caller } of statements) {
        const { plan } = statement;
        for (const policy of plan.questions) {
          const question = policy.kind === "user" ? "user" : `role:${policy.role}`;
          asked.set(question, answerOf(policy, caller));
        }
        if (plan.volatile !== undefined)
          forbidden ??= `its SQL uses ${plan.volatile}, which answers differently each time`;
      }
      return {
        reads: toReadSet(statements),
        asked: [...asked].map(([question, answer]) => ({ question, answer })),
        usesClock,
        forbidden,
        count,
        statements,
      };
    },
  };
}

function answerOf(policy: PolicyQuestion, caller: RowCaller): Answer {
  if (policy.kind === "user") return caller.user;
  return toAnswer(caller.roles.has(policy.role));
}

/** Yes or no, as an answer. */
export function toAnswer(holds: boolean): Answer {
  return holds ? "yes" : null;
}

function toReadSet(statements: readonly ObservedStatement[]): ReadSet {
  return {
    regions: statements.flatMap(({ statement, parameters, caller }) =>
      statement.plan.toRegions(parameters, caller),
    ),
    everything: statements.find(({ statement }) => statement.plan.everything !== undefined)
      ?.statement.plan.everything,
  };
}
