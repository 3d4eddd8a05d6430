import { toJsonPointer } from "../../base/json-pointer.ts";
import type { DataError } from "../data/data-error.ts";
import type { Plan } from "./plan.ts";
import { refuse, type Refusal } from "../handling/refusal.ts";

/** What a failure of the database means to the caller, or a sentence for the log where it is a bug. */
export type DataAnswer = { readonly refusal: Refusal } | { readonly message: string };

const soon = { headers: { "retry-after": "1" } };

/** Reads a failure of the data engine: what the caller can do something about is told to the caller. */
export function fromDataError(error: DataError, plan: Plan): DataAnswer {
  switch (error.code) {
    case "unique_violation":
      return refusal("conflict", error, "is taken");
    case "foreign_key_violation":
      return refusal(
        "conflict",
        error,
        "refers to something that is not there, or is still referred to",
      );
    case "check_violation":
      return refusal("invalid_input", error, "has a value that is not allowed");
    case "not_null_violation":
      return refusal("invalid_input", error, "is required");
    case "type_violation":
      return refusal("invalid_input", error, "has a value of the wrong type");
    case "trigger_violation":
      return refusal("conflict", error, "does not allow this change");
    case "policy_violation":
      return {
        refusal: refuse("forbidden", "A row that this would make may not be yours to make."),
      };
    case "timeout":
      return { refusal: refuse("deadline_exceeded") };
    case "read_only":
      return { message: toReadOnlyMessage(plan) };
    default:
      return fromUnavailable(error, plan);
  }
}

/**
 * These codes tell a client that nothing has begun, so that it may send the request again. That is
 * true of a query and of a mutation, which is undone; of an action that has begun it is not.
 */
function fromUnavailable(error: DataError, plan: Plan): DataAnswer {
  const refused = plan.operation.kind === "action" ? undefined : refuseUnbegun(error);
  return refused === undefined
    ? { message: `The database failed ${plan.id}` }
    : { refusal: refused };
}

/** The refusal for a database that could not take work on; `undefined` for any other failure. */
export function refuseUnbegun({ code }: DataError): Refusal | undefined {
  if (code === "overloaded" || code === "busy")
    return refuse("overloaded", "Send the request again later.", soon);
  if (code === "closed") return refuse("shutting_down", undefined, soon);
  if (code === "aborted")
    return refuse("request_timeout", "The caller left before this had begun.");
  return undefined;
}

function refusal(
  code: "conflict" | "invalid_input",
  { columns }: DataError,
  what: string,
): DataAnswer {
  if (columns.length === 0) return { refusal: refuse(code, `Something in it ${what}.`) };
  const names = columns.map((column) => `"${column}"`).join(" with ");
  const errors = columns.map((column) => ({ pointer: toJsonPointer([column]), detail: what }));
  return { refusal: refuse(code, `${names} ${what}.`, { errors }) };
}

function toReadOnlyMessage({ id, operation }: Plan): string {
  return operation.kind === "query"
    ? `The query ${id} tried to write, which was refused: declare it with mutation() instead of query()`
    : `${id} tried to write in a read: use write() instead of read()`;
}
