import { isProblemError } from "servery/client";

import type { CallProblem } from "../../../src/lib/client/call-problem.ts";
import { operationOf } from "../../../src/lib/client/client-core.ts";
import type {
  HttpClientOptions,
  LinkClientOptions,
} from "../../../src/lib/client/client-options.ts";
import type { Append, Recorder } from "./history.ts";
import {
  createRecording,
  isExpected,
  type LedgerQuery,
  operationOfQuery,
  passing,
  placeOf,
  type Recording,
  toInput,
  toName,
  toSeen,
} from "./ledger-query.ts";
import { type LedgerWatch, recordWatch } from "./ledger-watch.ts";

/** What came of one mutation that was sent once. */
export type Sent = Pick<Append, "outcome" | "token">;

/** A client of the ledger that writes down what it does and what it is told. */
export interface LedgerClient {
  readonly name: string;
  readonly client: Recording["client"];
  /** Calls a query once. */
  read(query: LedgerQuery): Promise<void>;
  /** Sends one mutation once, under a key. It is written down by whoever knows what became of it. */
  send(call: "append" | "mark", input: unknown, idempotencyKey: string): Promise<Sent>;
  watch(query: LedgerQuery): LedgerWatch;
}

/** Makes a client that records. */
export function createLedgerClient(
  name: string,
  recorder: Recorder,
  options: HttpClientOptions | LinkClientOptions,
): LedgerClient {
  const recording = createRecording(name, recorder, options);
  return {
    name,
    client: recording.client,
    read: (query) => read(recording, query),
    send: (...given) => send(recording, ...given),
    watch: (query) => recordWatch(recording, query),
  };
}

async function read(recording: Recording, query: LedgerQuery): Promise<void> {
  const { name: client, recorder, core } = recording;
  const began = recorder.now();
  let token: string | undefined;
  const onState = (state: { readonly token: string }) => void ({ token } = state);
  try {
    const output = await core.call(operationOfQuery(recording, query), toInput(query), { onState });
    const seen = toSeen(output);
    const ended = recorder.now();
    recorder.reads.push({ ...placeOf(query, seen), client, began, ended, seen, token });
  } catch (error) {
    const problem = toProblem(error);
    if (!isExpected(problem, query)) recording.complain(toName(query), problem);
  }
}

async function send(
  { client, core, complain }: Recording,
  call: "append" | "mark",
  input: unknown,
  idempotencyKey: string,
): Promise<Sent> {
  let token: string | undefined;
  const onState = (state: { readonly token: string }) => void ({ token } = state);
  const operation = operationOf(call === "mark" ? client.marks.add : client.lists.append)!;
  try {
    await core.call(operation, input, { idempotencyKey, onState });
    return { outcome: "acknowledged", token };
  } catch (error) {
    const problem = toProblem(error);
    if (passing.has(problem.code) || problem.status >= 500) return { outcome: "unknown" };
    if (call !== "mark" || problem.code !== "unauthenticated") complain(call, problem);
    return { outcome: "refused" };
  }
}

/** @throws the error itself, where it is a bug. */
function toProblem(error: unknown): CallProblem {
  if (isProblemError(error)) return error.problem;
  throw error;
}
