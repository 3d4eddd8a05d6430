import { createClient, isProblemError } from "servery/client";

import type { CallProblem } from "../../../src/lib/client/call-problem.ts";
import { coreOf, operationOf } from "../../../src/lib/client/client-core.ts";
import type {
  HttpClientOptions,
  LinkClientOptions,
} from "../../../src/lib/client/client-options.ts";
import { watchQuery } from "../../../src/lib/client/watch.ts";
import type { Books, Recorder, Seen, Told } from "./history.ts";
import { ledger } from "./ledger-service.ts";

/** A query of the ledger: which, and of which list. */
export interface LedgerQuery {
  readonly kind: "read" | "fresh" | "books" | "marks";
  /** For marks the user's; for the books, `books`. */
  readonly list: string;
}

/** A client of the ledger that writes down what it does and what it is told. */
export type LedgerClient = ReturnType<typeof createLedgerClient>;

/** What a call came to: that it was done, that it was refused, or nothing that is known. */
export type Outcome = "acknowledged" | "refused" | "unknown";

/** After these nobody knows, or nothing was begun: it is sent again. */
const passing = new Set([
  "network_error",
  "malformed_answer",
  "timeout",
  "overloaded",
  "shutting_down",
  "idempotency_in_flight",
]);

/** Makes a client that records. */
export function createLedgerClient(
  name: string,
  recorder: Recorder,
  options: HttpClientOptions | LinkClientOptions,
) {
  const client = createClient(ledger, options);
  const core = coreOf(client)!;
  const calls = {
    read: client.lists.read,
    fresh: client.lists.fresh,
    books: client.books.read,
    marks: client.marks.mine,
    append: client.lists.append,
    mark: client.marks.add,
  };
  let watched = 0;

  function toInput({ kind, list }: LedgerQuery): unknown {
    return kind === "read" || kind === "fresh" ? { list } : undefined;
  }

  function complain(what: string, problem: CallProblem, isExpected: boolean): void {
    if (!isExpected)
      recorder.problems.push(`${name}: ${what} met ${problem.code}: ${problem.detail}`);
  }

  /** Calls a query once, and writes down what it answered. */
  async function read(query: LedgerQuery): Promise<void> {
    const began = recorder.now();
    let token: string | undefined;
    try {
      const output = await core.call(operationOf(calls[query.kind])!, toInput(query), {
        onState: (state) => void ({ token } = state),
      });
      const seen = toSeen(output);
      const ended = recorder.now();
      recorder.reads.push({ ...place(query, seen), client: name, began, ended, seen, token });
    } catch (error) {
      const { problem } = expectProblem(error);
      complain(toName(query), problem, isPassing(problem, query));
    }
  }

  /** Sends one mutation once, under a key. */
  async function send(
    call: "append" | "mark",
    input: unknown,
    idempotencyKey: string,
  ): Promise<{ readonly outcome: Outcome; readonly token?: string | undefined }> {
    let token: string | undefined;
    try {
      await core.call(operationOf(calls[call])!, input, {
        idempotencyKey,
        onState: (state) => void ({ token } = state),
      });
      return { outcome: "acknowledged", token };
    } catch (error) {
      const { problem } = expectProblem(error);
      if (passing.has(problem.code) || problem.status >= 500) return { outcome: "unknown" };
      complain(call, problem, call === "mark" && problem.code === "unauthenticated");
      return { outcome: "refused" };
    }
  }

  /** Watches a query until what it returns is called, and writes down what it is told. */
  function watch(query: LedgerQuery) {
    const id = `${name} watch ${++watched} of ${toName(query)}`;
    let now: Pick<Told, "status" | "seen" | "token" | "list" | "query"> = {
      ...place(query, undefined),
      status: "connecting",
      seen: undefined,
      token: undefined,
    };
    let isOver = false;
    const tell = (what: Told["what"], change: Partial<typeof now>): void => {
      if (isOver) return;
      now = { ...now, ...change };
      recorder.told.push({ ...now, client: name, watch: id, at: recorder.now(), what });
    };
    const stop = watchQuery(core, operationOf(calls[query.kind])!, toInput(query), {
      onData(data, { token }) {
        const seen = toSeen(data);
        tell("data", { ...place(query, seen), seen, token });
      },
      onStatus: (status) => tell("status", { status }),
      onProblem(problem, over) {
        complain(toName(query), problem, isPassing(problem, query));
        if (over) end();
      },
    });
    const end = (): void => {
      tell("status", { status: "stopped" });
      isOver = true;
    };
    return {
      query,
      get isOver() {
        return isOver;
      },
      get state() {
        return now;
      },
      stop() {
        end();
        stop();
      },
    };
  }

  return { name, client, read, send, watch };
}

function isPassing({ code }: CallProblem, { kind }: LedgerQuery): boolean {
  return passing.has(code) || (kind === "marks" && code === "unauthenticated");
}

function toName({ kind, list }: LedgerQuery): string {
  return kind === "read" || kind === "fresh" ? `${kind} ${list}` : kind;
}

/** Whose marks it was is known once there is an answer. */
function place(query: LedgerQuery, seen: Seen | undefined): { query: string; list: string } {
  if (query.kind !== "marks") return { query: toName(query), list: query.list };
  const who = seen !== undefined && "items" in seen ? seen.who : undefined;
  const list = who === undefined ? "marks" : toMarksOf(who);
  return { query: list, list };
}

/** The list of a user's own marks. */
export function toMarksOf(user: string): string {
  return `marks of ${user}`;
}

function toSeen(output: unknown): Seen {
  const { items, who, ...books } = output as { items?: string[]; who?: string };
  if (items === undefined) return { books: books as Books };
  return who === undefined ? { items } : { items, who };
}

function expectProblem(error: unknown): { readonly problem: CallProblem } {
  if (isProblemError(error)) return error as { readonly problem: CallProblem };
  throw error;
}
