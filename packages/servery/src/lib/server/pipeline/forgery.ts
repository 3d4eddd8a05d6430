import type { Exchange } from "../../ports/exchange.ts";
import { csrfHeader } from "../../protocol/headers.ts";
import { refuse } from "../handling/refusal.ts";
import type { Call } from "./call.ts";
import type { Cors } from "./cors.ts";
import type { Engine } from "./engine.ts";

/** What is asked of a route: its method, and whether it may set the cookie of a new session. */
interface GuardedRoute {
  readonly operation: { readonly method: string };
  readonly opensSession: boolean;
}

/**
 * Refuses what a page of a stranger made a browser send (CSRF). Everything that is no GET is looked at
 * when a cookie proves who calls, for browsers send it on their own; and what begins a session, or a
 * stranger could sign a visitor in to an account that the stranger reads.
 *
 * Two things must hold. The browser says that one of our own pages sent it: `Sec-Fetch-Site`, or where
 * that is missing `Origin`. And a header of ours is there, which no page of another origin can send
 * without asking first.
 */
export function assertNotForged(engine: Engine, call: Call, route: GuardedRoute): void {
  if (route.operation.method === "GET") return;
  const { exchange, principal, isByCookie } = call;
  const isSession = isByCookie && principal.kind === "user";
  if (!isSession && !route.opensSession) return;
  const isOwn = isSession
    ? isFromOwnPage(exchange, engine.cors)
    : isFromNoStranger(exchange, engine.cors);
  if (!isOwn) throw forged(engine, call, "It did not come from a page that may do this.");
  if (exchange.header(csrfHeader) === undefined)
    throw forged(engine, call, `The header ${csrfHeader} is missing: send it, with any value.`);
}

function isFromOwnPage(exchange: Exchange, cors: Cors | undefined): boolean {
  const site = exchange.header("sec-fetch-site");
  if (site === "same-origin") return true;
  const origin = exchange.header("origin");
  if (origin === undefined) return false;
  if (cors?.allowsCredentials(origin) === true) return true;
  return site === undefined && isOwnOrigin(origin, exchange.header("host"));
}

/** Without a cookie there is no one to act as; but no page that is not on the list may begin a session. */
function isFromNoStranger(exchange: Exchange, cors: Cors | undefined): boolean {
  const origin = exchange.header("origin");
  if (isFromOwnPage(exchange, cors)) return true;
  if (origin !== undefined) return cors?.allows(origin) === true;
  // Every browser says one of the two with a POST: this is a program.
  return exchange.header("sec-fetch-site") === undefined;
}

function isOwnOrigin(origin: string, host: string | undefined): boolean {
  return URL.canParse(origin) && new URL(origin).host === host?.toLowerCase();
}

function forged({ securityEvents }: Engine, { principal, address }: Call, detail: string): Error {
  securityEvents.report({
    kind: "forged_request",
    severity: "warning",
    userId: principal.kind === "user" ? principal.userId : null,
    address: address ?? null,
    detail: `A request was refused as forged. ${detail}`,
  });
  return refuse("forged_request", detail);
}
