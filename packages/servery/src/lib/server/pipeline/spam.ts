import { ServeryError } from "../../base/servery-error.ts";
import type { Contract } from "../../contract/contract.ts";
import { captchaHeader, proofHeader } from "../../protocol/headers.ts";
import { refuse, type Refusal } from "../handling/refusal.ts";
import type { Call } from "./call.ts";
import type { Captcha } from "./captcha.ts";
import { withDeadline } from "./deadline.ts";
import type { Engine } from "./engine.ts";
import type { MaybePromise } from "../../base/maybe-promise.ts";
import type { Plan } from "./plan.ts";

const captchaPatienceMs = 5000;
const longestToken = 8192;

/**
 * Asks for what shows that no program calls, before the body is read. What is missing is asked for at
 * once: work, a captcha, or both.
 */
export function assertNoProgram(engine: Engine, call: Call, plan: Plan): MaybePromise<void> {
  const { spam } = plan.operation;
  if (spam === undefined || (spam.work === undefined && spam.captcha !== true)) return undefined;
  const token = spam.captcha === true ? call.exchange.header(captchaHeader) : undefined;
  if (spam.captcha === true && token === undefined) throw proofRequired(engine, plan);
  if (spam.work !== undefined) assertWork(engine, call, plan, spam.work);
  return token === undefined ? undefined : assertPerson(engine, call, plan, token);
}

function assertWork(engine: Engine, call: Call, plan: Plan, bits: number): void {
  const proof = call.exchange.header(proofHeader);
  if (proof === undefined) throw proofRequired(engine, plan);
  const verdict = engine.proofs.verify(proof, { operation: plan.id, bits, now: engine.now() });
  if (verdict === "valid") return;
  if (verdict === "invalid") reportSpam(engine, call, plan, "The proof of work was made up");
  throw proofRequired(engine, plan);
}

async function assertPerson(engine: Engine, call: Call, plan: Plan, token: string): Promise<void> {
  if (token.length <= longestToken && (await isPerson(engine, call, plan, token))) return;
  reportSpam(engine, call, plan, "The captcha was not passed");
  throw proofRequired(engine, plan);
}

/** Who cannot be told from a program is not let in: a captcha that fails stops everybody. */
async function isPerson(engine: Engine, call: Call, plan: Plan, token: string): Promise<boolean> {
  const late = new AbortController();
  try {
    const verifying = engine.captcha!.verify(token, { address: call.address, signal: late.signal });
    return (
      (await withDeadline(engine.deadlines, captchaPatienceMs, verifying, () => late.abort())) ===
      true
    );
  } catch (error) {
    const { requestId } = call;
    engine.log.error({ requestId, operation: plan.id, error }, "The captcha could not be checked");
    throw refuse("overloaded", "The captcha could not be checked. Send the request again later.", {
      headers: { "retry-after": "5" },
    });
  }
}

function proofRequired(engine: Engine, { id, operation }: Plan): Refusal {
  const { work, captcha } = operation.spam!;
  const data = {
    ...(work === undefined
      ? {}
      : { challenge: engine.proofs.challenge(id, engine.now()), bits: work }),
    ...(captcha === true ? { captcha } : {}),
  };
  return refuse("proof_required", undefined, { data });
}

/** Refuses who filled in what people never see, without a word about why. */
export function assertHoneypotEmpty(engine: Engine, call: Call, plan: Plan, input: unknown): void {
  const honeypot = plan.operation.spam?.honeypot;
  if (honeypot === undefined) return;
  const value = (input as Readonly<Record<string, unknown>>)[honeypot];
  if (value === undefined || value === null || value === "") return;
  reportSpam(engine, call, plan, "The honeypot was filled in");
  throw refuse("forbidden");
}

function reportSpam({ securityEvents }: Engine, call: Call, { id }: Plan, what: string): void {
  const { principal, address = null } = call;
  securityEvents.report({
    kind: "spam",
    severity: "info",
    userId: principal.kind === "user" ? principal.userId : null,
    address,
    detail: `${what}: ${id}`,
  });
}

/**
 * Refuses a contract with captchas for a service that cannot check any.
 * @throws ServeryError `captcha_missing`.
 */
export function assertCaptcha({ name, list }: Contract, captcha: Captcha | undefined): void {
  const guarded = list.filter(({ operation }) => operation.spam?.captcha === true);
  if (captcha !== undefined || guarded.length === 0) return;
  throw new ServeryError(
    "captcha_missing",
    `The contract "${name}" wants a captcha for ${guarded.map(({ id }) => id).join(", ")}: give the service one, captcha: { verify }.`,
  );
}
