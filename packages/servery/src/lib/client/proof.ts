import { captchaHeader, proofHeader } from "../protocol/headers.ts";
import type { ProblemDetails } from "../protocol/problem-details.ts";
import type { HeaderValues } from "./call-headers.ts";
import type { Deadline } from "./deadline.ts";

/** Shows a captcha, and resolves to what its widget gave once it has been passed. */
export type AskCaptcha = () => Promise<string>;

/**
 * What shows that no program calls, as a problem `proof_required` asks for it: work, a captcha or both.
 * `undefined` where this client has no captcha to show.
 */
export async function prove(
  problem: ProblemDetails,
  askCaptcha: AskCaptcha | undefined,
  deadline: Deadline,
): Promise<HeaderValues | undefined> {
  const { challenge, bits, captcha } = (problem.data ?? {}) as Record<string, unknown>;
  const headers: Record<string, string> = {};
  if (captcha === true) {
    if (askCaptcha === undefined) return undefined;
    headers[captchaHeader] = await deadline.suspend(askCaptcha);
  }
  if (typeof challenge === "string" && typeof bits === "number") {
    const { solveWork } = await import("./solve-work.ts");
    headers[proofHeader] = `${challenge}:${await solveWork(challenge, bits, deadline.signal)}`;
  }
  return Object.keys(headers).length === 0 ? undefined : headers;
}
