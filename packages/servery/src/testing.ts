export { printMatrix } from "./lib/testing/matrix/print-matrix.ts";
export type { PrintMatrixOptions } from "./lib/testing/matrix/print-matrix.ts";
export type { MatrixRow } from "./lib/testing/matrix/cells.ts";
export { defineMatrix, runMatrix } from "./lib/testing/matrix/matrix.ts";
export type { Matrix, MatrixOptions, MatrixReport } from "./lib/testing/matrix/matrix.ts";
export type { MatrixActor, Outcome, Sample, SampleOrReason } from "./lib/testing/matrix/sample.ts";
