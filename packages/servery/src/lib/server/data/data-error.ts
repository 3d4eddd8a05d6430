import { ServeryError } from "../../base/servery-error.ts";

/** What can go wrong in the data engine, by a name that does not change. */
export type DataErrorCode =
  | "unique_violation"
  | "foreign_key_violation"
  | "check_violation"
  | "not_null_violation"
  | "type_violation"
  | "trigger_violation"
  | "policy_violation"
  | "value_invalid"
  | "read_only"
  | "statement_refused"
  | "statement_invalid"
  | "result_undecodable"
  | "db_revoked"
  | "transaction_lost"
  | "timeout"
  | "aborted"
  | "overloaded"
  | "busy"
  | "full_disk"
  | "closed"
  | "database_failed";

export interface DataErrorDetails {
  readonly table?: string | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly cause?: unknown;
}

const brand = Symbol.for("servery.data-error");

/** A failure of the data engine. `table` and `columns` say what a violated constraint is about. */
export class DataError extends ServeryError {
  declare readonly code: DataErrorCode;
  readonly table: string | undefined;
  readonly columns: readonly string[];
  readonly [brand] = true;

  constructor(code: DataErrorCode, message: string, details: DataErrorDetails = {}) {
    super(code, message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = "DataError";
    this.table = details.table;
    this.columns = details.columns ?? [];
  }
}

/** Recognises a {@link DataError} from any copy of the package; with `code`, one of that kind. */
export function isDataError(value: unknown, code?: DataErrorCode): value is DataError {
  return (
    typeof value === "object" &&
    value !== null &&
    brand in value &&
    (code === undefined || (value as DataError).code === code)
  );
}
