import type { Exchange, Reply } from "../../ports/exchange.ts";
import { refuse } from "../handling/refusal.ts";
import type { Call } from "./call.ts";
import type { Engine, OwnRoute } from "./engine.ts";
import { explainQuery, findPrincipal } from "./explain-query.ts";
import { isOnThisMachine, keepFromOtherOrigins } from "./on-this-machine.ts";
import { createReply } from "./reply.ts";

export const explainPath = "/_servery/explain";

/**
 * `GET /_servery/explain?operation=products.list&input={…}&user=…`: the explanation of a query, with the last
 * times that it was run again. It shows rows' values, so it is there in dev only, and for callers on this machine
 * that are no page of another origin.
 */
export const explainRoute: OwnRoute = {
  own: (engine, call) => {
    const { exchange } = call;
    if (engine.mode !== "dev" || !isOnThisMachine(exchange) || isOfOtherPage(exchange))
      throw refuse("route_not_found");
    return explain(engine, call);
  },
};

async function explain(engine: Engine, call: Call): Promise<Reply> {
  const asked = new URLSearchParams(call.query);
  const plan = engine.plans.get(asked.get("operation") ?? "");
  if (plan === undefined || engine.live === undefined)
    throw refuse("route_not_found", "There is no such operation.");
  const principal = findPrincipal(engine, asked.get("user") ?? undefined);
  const explanation = await explainQuery(
    engine,
    engine.live,
    plan,
    parseInput(asked.get("input")),
    principal,
  );
  const headers = { "content-type": "application/json", ...engine.headers.empty };
  const reply = createReply(engine, call, 200, headers, JSON.stringify(explanation));
  return keepFromOtherOrigins(reply);
}

/** Browsers say so themselves; programs say nothing. */
function isOfOtherPage(exchange: Exchange): boolean {
  const site = exchange.header("sec-fetch-site") ?? "none";
  return site !== "none" && site !== "same-origin";
}

function parseInput(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text);
  } catch {
    throw refuse("malformed_request", "The input is not JSON.");
  }
}
