import { toOpenApi } from "../../contract/openapi/document.ts";
import type { Contract } from "../../contract/contract.ts";
import { batchPath } from "../../protocol/live.ts";
import { answerBatch } from "./batch.ts";
import { type BodyPlan, encodeBody } from "./encode.ts";
import type { OwnRoute } from "./engine.ts";
import { explainPath, explainRoute } from "./explain-route.ts";
import type { Route } from "./match.ts";
import { refuse } from "../handling/refusal.ts";
import { createLiveRoutes } from "./live/routes.ts";
import type { LiveSource } from "./live/to-live-caller.ts";
import { openWatch } from "./open-watch.ts";
import { createOutboxRoutes } from "./outbox-routes.ts";

/**
 * The service's own routes, outside of the contract's base path: `/healthz` (the process answers),
 * `/readyz` (it can serve: 503 until the database is open and once it shuts down), `/openapi.json`, the
 * outbox, where mails are not sent; and by POST batches and live queries.
 */
export function createOwnRoutes(
  contract: Contract,
  base: Readonly<Record<string, string>>,
): Route<OwnRoute>[] {
  const volatile = toBodyPlan(base, "no-store", false);
  const document = toBodyPlan(base, "public, no-cache", true);
  let openApi: string | undefined;
  const read: Record<string, OwnRoute["own"]> = {
    "/healthz": (engine, call) => encodeBody(engine, call, volatile, '{"status":"ok"}'),
    "/readyz": (engine, call) => {
      if (engine.state.phase === "open")
        return encodeBody(engine, call, volatile, '{"status":"ready"}');
      throw engine.state.phase === "closing"
        ? refuse("shutting_down")
        : refuse("overloaded", "It is starting.");
    },
    "/openapi.json": (engine, call) =>
      encodeBody(engine, call, document, (openApi ??= JSON.stringify(toOpenApi(contract)))),
    ...createOutboxRoutes(),
    [explainPath]: explainRoute.own,
  };
  const sent = { [batchPath]: answerBatch, ...createLiveRoutes(liveSource) };
  return [...toRoutes("GET", read), ...toRoutes("POST", sent)];
}

const liveSource: LiveSource = { openWatch, settledToken: ({ live }) => live?.settledToken() };

function toRoutes(
  method: "GET" | "POST",
  routes: Readonly<Record<string, OwnRoute["own"]>>,
): Route<OwnRoute>[] {
  return Object.entries(routes).map(([pattern, own]) => ({ method, pattern, to: { own } }));
}

function toBodyPlan(
  base: Readonly<Record<string, string>>,
  cacheControl: string,
  isDocument: boolean,
): BodyPlan {
  const vary = [base["vary"], isDocument ? "accept-encoding" : undefined]
    .filter(Boolean)
    .join(", ");
  return {
    operation: { status: 200 },
    isConditional: isDocument,
    isCompressible: isDocument,
    headers: {
      "content-type": "application/json",
      "cache-control": cacheControl,
      ...base,
      ...(vary === "" ? {} : { vary }),
    },
  };
}
