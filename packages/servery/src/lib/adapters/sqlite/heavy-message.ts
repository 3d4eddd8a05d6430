import type { DatabaseFailureKind, SqlRow, SqlValue } from "../../ports/database.ts";

/** What the service asks of the process that runs heavy statements. One at a time. */
export interface HeavyRequest {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
}

export type HeavyReply =
  | { readonly rows: SqlRow[] }
  | { readonly message: string; readonly kind: DatabaseFailureKind };
