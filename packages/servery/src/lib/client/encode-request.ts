import { ProblemError } from "../protocol/problem-error.ts";
import { toQueryString } from "../protocol/query-string.ts";
import type { Method } from "../contract/operation.ts";

/** The way to an operation. */
export interface Route {
  readonly method: Method;
  /** With the base path: `/api/products/:id`. */
  readonly path: string;
  /** Whether it is one of identity's. */
  readonly isIdentity?: boolean;
  /** Whether it may travel in one request with others: a query that is not sensitive. */
  readonly isBatchable?: boolean;
}

/** A call as HTTP carries it. */
export interface EncodedRequest {
  /** Path and query string. */
  readonly target: string;
  /** JSON; absent where the query string carries the input, and for no input at all. */
  readonly body: string | undefined;
}

/**
 * Writes an input as path, query string and body. What travels is what `JSON.stringify` makes of the
 * input, in the path and the query string too: a `Date` is its ISO text.
 * @throws ProblemError `invalid_input`, as the service would say it, for what cannot travel.
 */
export function encodeRequest(route: Route, input: unknown): EncodedRequest {
  const json = attempt("", () => JSON.stringify(input) as string | undefined);
  const inQuery = route.method === "GET" || route.method === "DELETE";
  if (!inQuery && !route.path.includes("/:")) return { target: route.path, body: json };
  const rest = { ...(JSON.parse(json ?? "{}") as Record<string, unknown>) };
  const path = route.path.replaceAll(/\/:(\w+)/g, (_, name: string) => {
    const { [name]: value } = rest;
    delete rest[name];
    return `/${toSegment(name, value)}`;
  });
  if (!inQuery) return { target: path, body: JSON.stringify(rest) };
  const query = attempt("", () => toQueryString(rest));
  return { target: query === "" ? path : `${path}?${query}`, body: undefined };
}

function toSegment(name: string, value: unknown): string {
  const pointer = `/${name}`;
  if (typeof value === "object" || value === undefined)
    throw invalidInput(
      pointer,
      `"${name}" stands in the path: text, a number or a boolean is expected`,
    );
  const text = String(value);
  // A URL would lose them: an empty segment names another route, dots climb to one.
  if (text === "" || text === "." || text === "..")
    throw invalidInput(pointer, `"${name}" stands in the path, which cannot carry "${text}"`);
  return attempt(pointer, () => encodeURIComponent(text));
}

function attempt<T>(pointer: string, encode: () => T): T {
  try {
    return encode();
  } catch (cause) {
    throw invalidInput(pointer, (cause as Error).message, { cause });
  }
}

function invalidInput(pointer: string, detail: string, options?: ErrorOptions): ProblemError {
  const problem = {
    type: "urn:problem-type:servery-client:invalid_input",
    title: "The input is not valid",
    status: 422,
    code: "invalid_input",
    detail,
    errors: [{ pointer, detail }],
  };
  return new ProblemError(problem, options);
}
