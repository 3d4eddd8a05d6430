import type { InputError } from "../../protocol/problem-details.ts";
import { readmit } from "./admit.ts";
import type { Call } from "./call.ts";
import { noBody, readJsonBody } from "./decode-body.ts";
import type { Engine } from "./engine.ts";
import { toQueryKey } from "../live/query-key.ts";
import { createClaim } from "./idempotency.ts";
import { andThen, type MaybePromise } from "../../base/maybe-promise.ts";
import type { Plan } from "./plan.ts";
import { refuseInput } from "./validate.ts";

/** Reads path, query string and body to a validated input. The body is read only when one is declared. */
export function decode(engine: Engine, call: Call, plan: Plan): MaybePromise<unknown> {
  if (!plan.readsBody) return validate(engine, call, plan, noBody);
  return readJsonBody(call.exchange, engine.limits, engine.bodies).then((body) => {
    readmit(engine, call, plan);
    return validate(engine, call, plan, body);
  });
}

function validate(engine: Engine, call: Call, plan: Plan, body: unknown): MaybePromise<unknown> {
  const errors: InputError[] = [];
  return validateInput(engine, call, plan, toRawInput(call, plan, body, errors), errors);
}

/** Goes on with an input that is no text any more: validates it, under an idempotency key claims it. */
export function validateInput(
  engine: Engine,
  call: Call,
  plan: Plan,
  sent: unknown,
  errors: readonly InputError[],
): MaybePromise<unknown> {
  const { idempotencyKey: key, principal } = call;
  // Sending nothing is leaving out every property.
  const raw = sent === undefined && !plan.takesNothing ? {} : sent;
  // Both before the validation: a validator may change what it is given, and makes of it what is not JSON.
  const claim =
    key === undefined ? undefined : createClaim(engine.platform, principal, plan.id, key, raw);
  if (plan.isKept && !call.isFirstSight) call.key = toQueryKey(engine.platform, plan.id, raw);
  return andThen(plan.validate(raw, errors), (input) => {
    call.claim = claim;
    return input;
  });
}

function toRawInput(call: Call, plan: Plan, body: unknown, errors: InputError[]): unknown {
  const isEmpty = body === noBody;
  if (plan.readsBody && !plan.hasParameters && call.query === "") return isEmpty ? undefined : body;
  const fromText: Record<string, unknown> = {};
  plan.decodeParameters(call.parameters, call.query, fromText, errors);
  if (plan.takesNothing) return undefined;
  if (isEmpty) return fromText;
  if (plan.hasParameters) return merge(body, fromText, errors);
  return body;
}

/** Puts what the path says into the body's object. Said twice, neither can be trusted. */
function merge(body: unknown, fromPath: Record<string, unknown>, errors: InputError[]): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body))
    throw refuseInput([{ pointer: "", detail: "must be an object" }, ...errors]);
  for (const name of Object.keys(fromPath))
    if (Object.hasOwn(body, name))
      errors.push({
        pointer: `/${name}`,
        detail: "stands in the path, so it cannot stand in the body",
      });
  return Object.assign(body, fromPath);
}
