import type { RowCaller } from "../../ports/database.ts";

export type { RowCaller };

/** Whether a statement is held to row policies. */
export type Reach = "restricted" | "unrestricted";

/** Has no rows of its own: who asks when nobody is named. */
export const nobodyCalls: RowCaller = { user: null, roles: new Set() };
