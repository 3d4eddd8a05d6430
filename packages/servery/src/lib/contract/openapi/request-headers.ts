import { isPublic } from "../access.ts";
import { opensSession } from "../built-in.ts";
import type { Operation } from "../operation.ts";

const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description:
    "Makes a repetition safe: the same key with the same input answers with the first outcome. A quoted string with at least 128 random bits.",
  schema: { type: "string", maxLength: 257 },
  example: '"3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20"',
};

const csrf = {
  name: "servery-csrf",
  in: "header",
  description:
    "Any value. Shows that no page of a stranger sent it; needed with a session's cookie.",
  schema: { type: "string" },
  example: "1",
};

const proof = {
  name: "servery-proof",
  in: "header",
  required: false,
  description:
    "`challenge:number`, of which the SHA-256 begins with as many zero bits as the problem `proof_required` asks for.",
  schema: { type: "string" },
};

const captcha = {
  name: "servery-captcha",
  in: "header",
  required: false,
  description: "What the captcha's widget gave.",
  schema: { type: "string" },
};

/** The request headers that an operation looks at. */
export function toRequestHeaders(operation: Operation): unknown[] {
  const { kind, method, access, spam, repeatable } = operation;
  const opens = opensSession(operation);
  const takesCookies = method !== "GET" && !isPublic(access);
  return [
    ...(kind === "query" || repeatable ? [] : [idempotencyKey]),
    ...(opens || takesCookies ? [{ ...csrf, required: opens }] : []),
    ...(spam?.work === undefined ? [] : [proof]),
    ...(spam?.captcha === true ? [captcha] : []),
  ];
}
