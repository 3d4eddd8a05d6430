import type { SqlRow } from "../../../ports/database.ts";

/** What a commit has done to one row. Rows that it has made and deleted again are not told of. */
export type RowChange =
  | { readonly kind: "insert"; readonly table: string; readonly after: SqlRow }
  | { readonly kind: "delete"; readonly table: string; readonly before: SqlRow }
  | {
      readonly kind: "update";
      readonly table: string;
      readonly before: SqlRow;
      readonly after: SqlRow;
      /** The columns that have another value, and generated ones that rest on such a column. */
      readonly changed: ReadonlySet<string>;
    };

/**
 * What a commit has changed. Rows are whole: every stored column, before and after. Generated columns are not in
 * them: one may have had, and may have, any value.
 */
export interface WriteSet {
  readonly changes: readonly RowChange[];
  /** Tables of which it is only known that they have changed, with the reason: for people. */
  readonly tables: ReadonlyMap<string, string>;
  /** Why anything may have changed, where that is not known: another process has committed. */
  readonly everything: string | undefined;
}
