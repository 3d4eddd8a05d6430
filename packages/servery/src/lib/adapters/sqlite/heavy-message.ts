import type { DatabaseFailureKind, RowCaller, SqlRow, SqlValue } from "../../ports/database.ts";

/** What the service tells the process that runs heavy statements, before it asks for the first. */
export interface HeavySetup {
  readonly setup: string;
}

/** What it asks of it. One at a time. */
export interface HeavyRequest {
  readonly sql: string;
  readonly parameters: readonly SqlValue[];
  readonly caller: RowCaller | undefined;
}

export type HeavyReply =
  | { readonly rows: SqlRow[] }
  | { readonly message: string; readonly kind: DatabaseFailureKind };
