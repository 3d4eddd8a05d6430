import { isProblemError } from "../protocol/problem-error.ts";
import { type AnswerState, ask } from "./ask.ts";
import { type HeaderValues, mergeHeaders, toSharedHeaders } from "./call-headers.ts";
import type { CalledOperation } from "./called-operation.ts";
import type { Caller } from "./caller.ts";
import type { Sender } from "./credential-keeper.ts";
import type { Deadline } from "./deadline.ts";
import { prove } from "./proof.ts";

/** What is sent at each attempt of one call. */
export interface Attempt {
  readonly operation: CalledOperation;
  readonly input: unknown;
  readonly idempotencyKey: string | undefined;
  /** The call's own headers. */
  readonly headers: HeaderValues | undefined;
  readonly deadline: Deadline;
  readonly sender: Sender;
  /** Whether the caller may still be the same. */
  readonly isCurrent: () => boolean;
  readonly onState: ((state: AnswerState) => void) | undefined;
}

/**
 * Sends a call once, and again when the service did not begin for want of something that the client
 * can bring: a credential that holds, or a proof that a person calls. Each is brought once.
 */
export async function attemptCall(caller: Caller, attempt: Attempt): Promise<unknown> {
  const { operation, input, idempotencyKey, deadline, sender, isCurrent, onState } = attempt;
  const { link, keeper, snapshots } = caller;
  const shared = await toSharedHeaders(caller.headers);
  const tried = new Set<string>();
  let proof: HeaderValues | undefined;
  for (;;) {
    const credential = (await keeper?.toHeaders(operation, shared, sender)) ?? {};
    const headers = mergeHeaders(credential, shared, attempt.headers, proof);
    try {
      const isPlain = attempt.headers === undefined;
      return await ask({ link, snapshots, onState, isPlain }, operation, input, {
        signal: deadline.signal,
        idempotencyKey,
        headers,
      });
    } catch (error) {
      if (!isProblemError(error) || tried.has(error.code) || !isCurrent()) throw error;
      tried.add(error.code);
      const { code } = error.problem;
      if (code === "proof_required") proof = await prove(error.problem, caller.captcha, deadline);
      const isRenewed =
        code === "unauthenticated" && (await keeper?.renew(credential, shared, sender));
      if (isRenewed !== true && (code !== "proof_required" || proof === undefined)) throw error;
    }
  }
}
