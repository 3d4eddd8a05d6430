import type { Link, LinkOptions } from "../ports/link.ts";
import { type BatchAnswer, type BatchedAnswer, batchPath } from "../protocol/live.ts";
import { ProblemError } from "../protocol/problem-error.ts";
import { createClientError } from "./client-error.ts";
import { decodeAnswer, toProblem } from "./decode-answer.ts";
import type { Route } from "./encode-request.ts";
import { type HttpEndpoint, post, readWhole } from "./http-endpoint.ts";

/** A call that waits for others of its tick. */
interface Waiting {
  readonly id: string;
  readonly input: unknown;
  readonly options: LinkOptions;
  resolve(output: unknown): void;
  reject(error: unknown): void;
}

/** Answers that a service without batches gives. */
const refusals = new Set([404, 405]);

/**
 * Sends queries that are called in one tick with the same headers as one request, at most `max` in each.
 * Each settles by its own answer. What is alone, sensitive, or no query is sent by `single`, and everything
 * once a service has shown that it takes no batches.
 */
export function createBatchLink(
  single: Link,
  routes: ReadonlyMap<string, Route>,
  endpoint: HttpEndpoint,
  max: number,
): Link {
  let waiting: Waiting[] = [];
  let isRefused = false;

  function flush(): void {
    const groups = new Map<string, Waiting[]>();
    for (const each of waiting) {
      const key = JSON.stringify(each.options.headers);
      groups.set(key, [...(groups.get(key) ?? []), each]);
    }
    waiting = [];
    for (const group of groups.values())
      for (let at = 0; at < group.length; at += max) void sendGroup(group.slice(at, at + max));
  }

  async function sendGroup(calls: readonly Waiting[]): Promise<void> {
    if (calls.length > 1 && !isRefused) {
      isRefused = !(await sendBatch(endpoint, calls));
      if (!isRefused) return;
    }
    for (const { id, input, options, resolve } of calls) resolve(single.call(id, input, options));
  }

  return {
    call: async (id, input, options) => {
      const route = routes.get(id);
      const { idempotencyKey, cache } = options;
      const isFree = idempotencyKey === undefined && cache === undefined;
      if (isRefused || route?.isBatchable !== true || !isFree || !canTravel(input))
        return single.call(id, input, options);
      return new Promise((resolve, reject) => {
        if (waiting.push({ id, input, options, resolve, reject }) === 1) queueMicrotask(flush);
      });
    },
  };
}

/** What cannot is refused alone, and in the words of an ordinary call. */
function canTravel(input: unknown): boolean {
  try {
    JSON.stringify(input);
    return true;
  } catch {
    return false;
  }
}

/** Sends calls as one request and settles them; false when the service takes no batches. */
async function sendBatch(endpoint: HttpEndpoint, calls: readonly Waiting[]): Promise<boolean> {
  const controller = new AbortController();
  const { signal } = controller;
  const release = abortTogether(calls, controller);
  const { headers = {}, snapshot } = calls.at(-1)!.options;
  const body = { calls: calls.map(({ id, input }) => ({ operation: id, input })) };
  try {
    const posted = { body, headers, snapshot, signal };
    const answer = await post(endpoint, batchPath, posted, readWhole);
    if (refusals.has(answer.status)) return false;
    const { answers } = Object(decodeAnswer(answer, endpoint.clock.now())) as Partial<BatchAnswer>;
    for (const [at, call] of calls.entries()) settleOne(call, answers?.[at]);
  } catch (error) {
    for (const { reject } of calls) reject(error);
  } finally {
    release();
  }
  return true;
}

function settleOne({ options, resolve, reject }: Waiting, answer: BatchedAnswer | undefined): void {
  if (answer?.token !== undefined) options.onSnapshot?.(answer.token);
  if (answer !== undefined && "problem" in answer) {
    const { problem } = answer;
    const read = toProblem(problem, Number(problem?.status), problem?.retryAfterMs);
    if (read !== undefined) return reject(new ProblemError(read));
  } else if (answer !== undefined) return resolve(answer.output);
  return reject(
    createClientError("malformed_answer", "The answer to a batch lacks that to one of its calls."),
  );
}

/** Gives up one call when its caller does, and the request when all of them have. */
function abortTogether(calls: readonly Waiting[], controller: AbortController): () => void {
  let left = calls.length;
  const releases = calls.map(({ options: { signal }, reject }) => {
    const onAbort = () => {
      reject(signal?.reason);
      left -= 1;
      if (left === 0) controller.abort(signal?.reason);
    };
    if (signal?.aborted) onAbort();
    else signal?.addEventListener("abort", onAbort);
    return () => signal?.removeEventListener("abort", onAbort);
  });
  return () => {
    for (const release of releases) release();
  };
}
