import { type Client, createClient } from "servery/client";

import type { CallProblem } from "../../../src/lib/client/call-problem.ts";
import type { CalledOperation } from "../../../src/lib/client/called-operation.ts";
import { type ClientCore, coreOf, operationOf } from "../../../src/lib/client/client-core.ts";
import type {
  HttpClientOptions,
  LinkClientOptions,
} from "../../../src/lib/client/client-options.ts";
import type { Books, Recorder, Seen } from "./history.ts";
import { ledger } from "./ledger-service.ts";

/** A query of the ledger: which, and of which list. */
export interface LedgerQuery {
  readonly kind: "read" | "fresh" | "books" | "marks";
  /** For marks the user's; for the books, `books`. */
  readonly list: string;
}

/** A client, and where what it does is written down. */
export interface Recording {
  readonly name: string;
  readonly recorder: Recorder;
  readonly client: Client<typeof ledger.operations>;
  readonly core: ClientCore;
  /** Writes down a problem that nothing explains. */
  complain(what: string, problem: CallProblem): void;
}

/** Makes a client that is written down. */
export function createRecording(
  name: string,
  recorder: Recorder,
  options: HttpClientOptions | LinkClientOptions,
): Recording {
  const client = createClient(ledger, options);
  const complain = (what: string, { code, detail }: CallProblem): void =>
    void recorder.problems.push(`${name}: ${what} met ${code}: ${detail}`);
  return { name, recorder, client, core: coreOf(client)!, complain };
}

export function operationOfQuery(
  { client: { lists, books, marks } }: Recording,
  { kind }: LedgerQuery,
): CalledOperation {
  const calls = { read: lists.read, fresh: lists.fresh, books: books.read, marks: marks.mine };
  return operationOf(calls[kind])!;
}

export function toInput({ kind, list }: LedgerQuery): unknown {
  return kind === "read" || kind === "fresh" ? { list } : undefined;
}

export function toName({ kind, list }: LedgerQuery): string {
  return kind === "read" || kind === "fresh" ? `${kind} ${list}` : kind;
}

/** After these nobody knows what was done, or nothing was begun: it is sent again. */
export const passing = new Set([
  "network_error",
  "malformed_answer",
  "timeout",
  "overloaded",
  "shutting_down",
  "idempotency_in_flight",
]);

/** Whether what happens to services, ways and sessions explains that a query met this. */
export function isExpected({ code }: CallProblem, { kind }: LedgerQuery): boolean {
  return passing.has(code) || (kind === "marks" && code === "unauthenticated");
}

/** Where a query belongs in the history. Whose marks it was is known once there is an answer. */
export function placeOf(
  query: LedgerQuery,
  seen: Seen | undefined,
): { readonly query: string; readonly list: string } {
  if (query.kind !== "marks") return { query: toName(query), list: query.list };
  const who = seen !== undefined && "items" in seen ? seen.who : undefined;
  const list = who === undefined ? "marks" : toMarksOf(who);
  return { query: list, list };
}

/** The list of a user's own marks. */
export function toMarksOf(user: string): string {
  return `marks of ${user}`;
}

export function toSeen(output: unknown): Seen {
  const { items, who, ...books } = output as { items?: string[]; who?: string };
  if (items === undefined) return { books: books as Books };
  return who === undefined ? { items } : { items, who };
}
