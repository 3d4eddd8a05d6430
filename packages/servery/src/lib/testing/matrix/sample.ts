import type { ActorKind } from "./actor-kinds.ts";

/** Somebody who calls, with an account and with rows of their own. */
export interface MatrixActor<Rows = unknown> extends ActorKind {
  readonly userId: string;
  readonly email: string;
  readonly password: string;
  /** What `prepare` made. */
  readonly rows: Rows;
  /**
   * Calls an operation with a session of this user that was just begun, to make what a sample needs.
   * @throws Error for every answer that is no success.
   */
  call(id: string, input?: unknown): Promise<unknown>;
}

type MaybePromise<T> = T | Promise<T>;

/** What is to come of a call that the door lets in: `"ok"`, or the code of a problem; one of several. */
export type Outcome = string | readonly string[];
type OutcomeFor<Rows> = Outcome | ((actor: MatrixActor<Rows>) => Outcome);

/** What the matrix calls an operation with, and what is to come of it. */
export interface Sample<Rows = unknown> {
  /** An input that reaches the caller's own rows, made anew for each call. */
  own(actor: MatrixActor<Rows>): MaybePromise<unknown>;
  /** The same for the rows of somebody else; `"none"` where no input can name anybody's rows. */
  readonly foreign:
    | "none"
    | ((actor: MatrixActor<Rows>, other: MatrixActor<Rows>) => MaybePromise<unknown>);
  /** What comes of one's own rows. Default `"ok"`. */
  readonly expect?: OutcomeFor<Rows>;
  /** What comes of somebody else's. Default `"not_found"`. */
  readonly foreignExpect?: OutcomeFor<Rows>;
  /** Whose rows an answer may show. Default `own`: nothing by which somebody else's are known. */
  readonly shows?: "own" | "all" | ((actor: MatrixActor<Rows>) => "own" | "all");
}

/**
 * What is declared of an operation: a sample; `"no rows"`, where it takes no input and shows nobody's rows; or
 * the reason why it cannot be called here, beyond being refused.
 */
export type SampleOrReason<Rows = unknown> = Sample<Rows> | "no rows" | { readonly skip: string };

const nothing: Sample = { own: () => undefined, foreign: "none" };

/** The sample of a declaration; `undefined` for one that is left out. */
export function toSample(given: SampleOrReason | undefined): Sample | undefined {
  if (given === undefined || (typeof given === "object" && "skip" in given)) return undefined;
  return given === "no rows" ? nothing : given;
}

/** The outcomes that are right for a caller. */
export function toOutcomes(
  given: OutcomeFor<unknown> | undefined,
  actor: MatrixActor,
  fallback: string,
): readonly string[] {
  const outcome = typeof given === "function" ? given(actor) : (given ?? fallback);
  return typeof outcome === "string" ? [outcome] : outcome;
}
