import type { QueryFrame } from "../../../src/lib/protocol/live.ts";
import { batch, openStream, poll } from "../stream-reader.ts";
import { target } from "./target-contract.ts";

type Headers = Readonly<Record<string, string>>;

/** Asks a query through one of the ways in; answers its output, or the code of its problem. */
export type Door = (
  url: string,
  operation: string,
  input: Readonly<Record<string, unknown>> | undefined,
  headers: Headers,
) => Promise<unknown>;

const pathOf = new Map(target.list.map(({ id, operation }) => [id, operation.path]));

async function get(url: string, operation: string, _input: unknown, headers: Headers) {
  const response = await fetch(url + pathOf.get(operation)!, { headers });
  const body = (await response.json()) as { code?: string };
  return response.ok ? body : body.code;
}

async function inBatch(url: string, operation: string, input: unknown, headers: Headers) {
  const { answers } = await batch(url, [{ operation, input }], headers);
  const [{ output, problem } = {}] = answers as [{ output?: unknown; problem?: { code: string } }];
  return output ?? problem?.code;
}

async function byPoll(url: string, operation: string, input: unknown, headers: Headers) {
  const [frame] = await poll(url, [{ q: 1, operation, input }], 0, headers);
  return toAnswer(frame!);
}

async function byStream(url: string, operation: string, input: unknown, headers: Headers) {
  const stream = await openStream(url, [{ q: 1, operation, input }], headers);
  const frame = (await stream.next()) as QueryFrame;
  stream.leave();
  return toAnswer(frame);
}

function toAnswer({ full, problem }: QueryFrame): unknown {
  return problem?.code ?? full;
}

/** Every way to ask a query over HTTP. */
export const doors: Readonly<Record<string, Door>> = {
  "a call": get,
  "a batch": inBatch,
  "a poll": byPoll,
  "a stream": byStream,
};
