import type { CompiledStatement } from "./compiled-statement.ts";
import type { ReadRules } from "./read-rules.ts";
import type { Naming } from "./scope.ts";

/** What is known of a statement while its tree is looked through. */
export interface QueryContext extends Naming {
  readonly compiled: CompiledStatement;
  readonly rules: ReadRules;
}
