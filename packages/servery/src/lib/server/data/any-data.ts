import type { Data } from "./data.ts";

/** The data engine where it does not matter which tables it has. */
// `any`: tables stand in both directions in a handler's `db`, so no other type holds all of them.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyData = Data<any>;
