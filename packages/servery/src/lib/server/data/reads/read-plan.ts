import type { RowCaller } from "../row-caller.ts";
import type { ReadRegion } from "./read-set.ts";

/** Something of its caller that a statement's row policies ask: the user's id, or whether a role is held. */
export type PolicyQuestion =
  | { readonly kind: "user" }
  | { readonly kind: "role"; readonly role: string };

/** What a statement reads, known once for its SQL text. */
export interface ReadPlan {
  /** The rows that one run of it may rest on. Its parameters are as they are bound, in the order of the SQL. */
  toRegions(parameters: readonly unknown[], caller: RowCaller): readonly ReadRegion[];
  /** What its policies ask of the caller; the result is another caller's too where the answers are the same. */
  readonly questions: readonly PolicyQuestion[];
  /** A function whose result is another each time, or with time: `random`, `strftime`. */
  readonly volatile: string | undefined;
  /** Why its reads cannot be told, where it reads what is written unseen. */
  readonly everything: string | undefined;
}
