/** Which rows of a table a caller may see and change. Plain data, held by the database's connections. */
export interface Policy {
  readonly kind: "everyone";
}

/** Every row is open to every operation that names the table: the operation's `access` is the only guard. */
export const everyone: Policy = { kind: "everyone" };
