import { encodeRequest } from "../../client/encode-request.ts";
import type { Contract } from "../../contract/contract.ts";
import type { NamedOperation } from "../../contract/operation-tree.ts";
import { csrfHeader } from "../../protocol/headers.ts";

/** What a service answered. */
export interface Answer {
  readonly status: number;
  /** `ok`, or the problem's code. */
  readonly outcome: string;
  readonly text: string;
  /** Cookies that it set, as they are sent back. */
  readonly cookies: readonly string[];
}

/** What a request proves itself with. */
export interface Credential {
  readonly cookie?: string;
  readonly authorization?: string;
}

/** What of a service the matrix speaks to. */
export interface AskedService {
  readonly contract: Contract;
  fetch(this: void, request: Request): Promise<Response>;
}

const host = "matrix.example";
let callers = 0;

/** Sends a call as a browser's page or a program would. Each comes from an address of its own. */
export async function send(
  { contract, fetch }: AskedService,
  { operation }: NamedOperation,
  input: unknown,
  credential: Credential,
): Promise<Answer> {
  const { method } = operation;
  const { target, body } = encodeRequest(
    { method, path: contract.basePath + operation.path },
    input,
  );
  callers++;
  const response = await fetch(
    new Request(`https://${host}${target}`, {
      method,
      headers: {
        host,
        accept: "application/json, application/problem+json",
        origin: `https://${host}`,
        "sec-fetch-site": "same-origin",
        "x-forwarded-for": `10.${(callers >> 16) & 255}.${(callers >> 8) & 255}.${callers & 255}`,
        [csrfHeader]: "1",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...credential,
      },
      ...(body === undefined || method === "GET" ? {} : { body }),
    }),
  );
  const text = await response.text();
  return {
    status: response.status,
    outcome: toOutcome(response, text),
    text,
    cookies: toCookies(response),
  };
}

function toOutcome({ ok, status }: Response, text: string): string {
  if (ok) return "ok";
  try {
    return (JSON.parse(text) as { code: string }).code;
  } catch {
    return String(status);
  }
}

function toCookies({ headers }: Response): string[] {
  return headers.getSetCookie().map((cookie) => cookie.split(";", 1)[0]!);
}
