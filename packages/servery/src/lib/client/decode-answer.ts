import type { InputError } from "../protocol/problem-details.ts";
import { ProblemError } from "../protocol/problem-error.ts";
import type { CallProblem } from "./call-problem.ts";
import { createClientError } from "./client-error.ts";

/** What decoding needs of a `Response`. */
export interface Answer {
  readonly status: number;
  readonly headers: Pick<Headers, "get">;
  readonly text: string;
}

/**
 * Reads an answer: the output of a success, `undefined` for 204.
 * @param now epoch milliseconds, for a `Retry-After` that is a date.
 * @throws ProblemError the service's problem, or `malformed_answer` for what is neither.
 */
export function decodeAnswer(answer: Answer, now: number): unknown {
  const { status, headers } = answer;
  if (status === 204) return undefined;
  const json = parseJson(answer);
  if (status >= 200 && status < 300 && json !== undefined) return json.value;
  const retryAfterMs = parseRetryAfter(headers.get("retry-after"), now);
  const problem = status < 400 ? undefined : toProblem(json?.value, status, retryAfterMs);
  throw problem === undefined ? malformed(answer, retryAfterMs) : new ProblemError(problem);
}

function parseJson({ headers, text }: Answer): { value: unknown } | undefined {
  const mediaType = headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json$/.test(mediaType)) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

/**
 * Reads a problem; `undefined` for what is none. A member of the wrong type is ignored, unknown ones too
 * (RFC 9457 §3.1).
 */
export function toProblem(
  value: unknown,
  status: number,
  retryAfterMs: number | undefined,
): CallProblem | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { type, title, code, detail, instance, data, errors } = value as Record<string, unknown>;
  if (typeof code !== "string") return undefined;
  return {
    type: typeof type === "string" ? type : "about:blank",
    title: typeof title === "string" ? title : code,
    status,
    code,
    ...(typeof detail === "string" && { detail }),
    ...(typeof instance === "string" && { instance }),
    ...(data !== undefined && { data }),
    ...(Array.isArray(errors) && { errors: errors.filter(isInputError) }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

function isInputError(value: unknown): value is InputError {
  const { pointer, detail } = (value ?? {}) as Partial<InputError>;
  return typeof pointer === "string" && typeof detail === "string";
}

function malformed({ status, headers, text }: Answer, retryAfterMs: number | undefined): Error {
  const what = text === "" ? "an empty body" : (headers.get("content-type") ?? "no content type");
  const detail =
    status === 0 || (status >= 300 && status < 400)
      ? "The answer is a redirect, which only a query follows: check the client's url."
      : `The answer has status ${status} and ${what}, but is neither this service's JSON nor its problem: check the url, and what stands between.`;
  return createClientError("malformed_answer", detail, { status, retryAfterMs });
}

/** Reads a `Retry-After` (RFC 9110 §10.2.3), seconds or a date, as milliseconds from `now`. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const at = /^[A-Za-z]{3,9}, /.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}
