/**
 * Something of its caller or its request that a run may ask: `signed_in`, `user`, `credential`, `role:admin`,
 * `plan:gold`, `scope:read`, `header:accept-language`.
 */
export type Question = string;

/** What came of it, as text; null for what is not there. */
export type Answer = string | null;

/** Answers questions of one caller's request, as they are answered now. */
export type Ask = (question: Question) => Answer;

/** A question that was asked, and how it was answered. */
export interface Asked {
  readonly question: Question;
  readonly answer: Answer;
}

/** Whether a caller would have given the same answers. */
export function answersAlike(asked: readonly Asked[], ask: Ask): boolean {
  return asked.every(({ question, answer }) => ask(question) === answer);
}
