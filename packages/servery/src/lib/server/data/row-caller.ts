/** Who asks for rows, as row policies see them. */
export interface RowCaller {
  /** The caller's user id; null for one who is not signed in. */
  readonly user: string | null;
  /** The names of the caller's roles. */
  readonly roles: ReadonlySet<string>;
}

/** Has no rows of its own: who asks when nobody is named. */
export const nobodyCalls: RowCaller = { user: null, roles: new Set() };
