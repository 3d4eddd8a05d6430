import { accessRules, isPublic } from "../access.ts";
import { opensSession } from "../built-in.ts";
import type { JsonSchema } from "../json-schema.ts";
import type { Operation } from "../operation.ts";
import { standardProblemSchema } from "./problem-schemas.ts";

/** A problem that an operation may answer. */
export interface Failure {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly schema: JsonSchema;
}

const missing: JsonSchema = {
  type: "object",
  required: ["missing"],
  properties: {
    missing: {
      type: "array",
      description: "What the caller lacks.",
      items: {
        type: "object",
        required: ["kind", "name"],
        properties: {
          kind: { enum: ["role", "scope", "plan", "credential"] },
          name: { type: "string" },
        },
      },
    },
  },
};

const maxAge: JsonSchema = {
  type: "object",
  required: ["maxAgeSeconds"],
  properties: { maxAgeSeconds: { type: "integer" } },
};

const proof: JsonSchema = {
  type: "object",
  properties: {
    challenge: { type: "string", description: "Goes into the header `servery-proof`." },
    bits: { type: "integer" },
    captcha: { const: true },
  },
};

/** The problems of the service's own that an operation may answer by what it declares. */
export function toStandardFailures(operation: Operation): Failure[] {
  const { access, limit, spam, method } = operation;
  const isOpen = isPublic(access);
  const isGuarded = spam?.work !== undefined || spam?.captcha === true;
  const failures: (Failure | false)[] = [
    failure(422, "invalid_input", "The input is not valid"),
    isGuarded && failure(428, "proof_required", "Show that this is no program", proof),
    limit !== undefined && failure(429, "too_many_requests", "Too many requests"),
    !isOpen && failure(401, "unauthenticated", "Sign in first"),
    accessRules(access).includes("fresh") &&
      failure(401, "fresh_sign_in_required", "Prove again who you are", maxAge),
    (!isOpen || spam?.honeypot !== undefined) &&
      failure(403, "forbidden", "This is not allowed for you", missing),
    method !== "GET" &&
      (!isOpen || opensSession(operation)) &&
      failure(403, "forged_request", "This request did not come from our own pages"),
  ];
  return failures.filter((each) => each !== false);
}

function failure(status: number, code: string, title: string, data?: JsonSchema): Failure {
  return { status, code, title, schema: standardProblemSchema(code, data) };
}
