import type { Data } from "../data/data.ts";

// `any` as in the pipeline's `AnyData`: it does not matter here which tables there are.
// oxlint-disable-next-line typescript/no-explicit-any
export type AnyData = Data<any>;
