import { createBoundedMap } from "../../base/bounded-map.ts";
import type { LiveQuery } from "./live-query.ts";
import type { Question } from "./question.ts";
import { isShareable, type RunBasis } from "./run-record.ts";

/**
 * Tells before a run who might share it, from what runs of the query were last found to ask. That is a guess:
 * whether a result is somebody's is decided by what its own run has asked.
 */
export interface Scopes {
  /** The same for queries whose callers may share a run; `undefined` for one that is its caller's alone. */
  scopeOf(query: LiveQuery): string | undefined;
  learn(key: string, basis: RunBasis): void;
}

/** Queries of which it is remembered. */
const remembered = 20_000;

/** Makes {@link Scopes} that know nothing: whoever asks the same query might share. */
export function createScopes(): Scopes {
  const learned = createBoundedMap<string, readonly Question[] | "nobody's">(remembered);
  return {
    scopeOf({ key, ask, isKept }) {
      const questions = learned.get(key);
      if (!isKept || questions === "nobody's") return undefined;
      return questions === undefined ? key : JSON.stringify([key, ...questions.map(ask)]);
    },
    learn(key, basis) {
      // What has read nothing rests on what is not known: a run may have begun before that has changed.
      const isSomebodys = isShareable(basis) && basis.statements.length > 0;
      learned.set(key, isSomebodys ? basis.asked.map(({ question }) => question) : "nobody's");
    },
  };
}
