import type { SqlValue } from "../../../ports/database.ts";

/** A condition `column IN (values)` that every row of a region meets. */
export interface EqualityBound {
  readonly column: string;
  /** As the database stores them: texts and numbers, no NULL. */
  readonly values: ReadonlySet<SqlValue>;
}

/** A condition on the order of one column that every row of a region meets. */
export interface RangeBound {
  readonly column: string;
  readonly from: RangeEnd | undefined;
  readonly to: RangeEnd | undefined;
}

export interface RangeEnd {
  readonly value: string | number;
  readonly inclusive: boolean;
}

/**
 * Rows of one table that a result may rest on: those that meet every condition. A row that is inserted or
 * deleted matters when it meets them; one that is updated, when it met them before or does after, and one of
 * `columns` has changed.
 */
export interface ReadRegion {
  /** As the database's schema spells it. */
  readonly table: string;
  /** `undefined`: every column matters. */
  readonly columns: ReadonlySet<string> | undefined;
  readonly equals: readonly EqualityBound[];
  readonly ranges: readonly RangeBound[];
  /** Why it is no narrower, where it is the whole table: for people. */
  readonly widened: string | undefined;
}

/** What a run has read. Losing precision is allowed, missing a row never is. */
export interface ReadSet {
  readonly regions: readonly ReadRegion[];
  /** Why the run may rest on anything at all, where its reads could not be told. */
  readonly everything: string | undefined;
}
