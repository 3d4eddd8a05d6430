import type { ReadPlan } from "./reads/read-plan.ts";
import type { Reach, RowCaller } from "./row-caller.ts";

/** One statement that a read has run. */
export interface ObservedStatement {
  /** Its plan is made when it is first asked for. */
  readonly statement: { readonly sql: string; readonly plan: ReadPlan };
  readonly reach: Reach;
  readonly parameters: readonly unknown[];
  /** Whose rows it reaches. */
  readonly caller: RowCaller;
}

/** Follows one read: what it runs, and the state that it sees. */
export interface ReadObserver {
  /** Called before each statement runs. */
  onStatement(statement: ObservedStatement): void;
  /** Called once the handler has ended: the number of the state in its snapshot. */
  onSnapshot(count: number): void;
}
