import { anonymous, type Principal } from "../handling/principal.ts";
import type { Purpose } from "../identity/identity.ts";
import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";

/** Finds out who calls an operation, and from where. */
export function identify(engine: Engine, call: Call): void {
  identifyBearer(engine, call);
  if (isUnscopedKey(call.principal, call.plan)) call.principal = anonymous;
}

/** The same for what is no operation: whose the credentials are, whatever they may call. */
export function identifyBearer({ identity, clientAddress }: Engine, call: Call): void {
  call.address = clientAddress(call.exchange);
  if (identity === undefined) return;
  const { principal, credential, invalid } = identity.identify(call.exchange, purposeOf(call));
  call.principal = principal;
  call.isByCookie = credential === "cookie";
  call.isCredentialInvalid = invalid;
}

function purposeOf({ isWatch, plan }: Call): Purpose {
  if (isWatch) return "watch";
  return plan?.operation.kind === "query" ? "read" : "change";
}

/**
 * An API key acts for its user only where an operation names a scope. What everybody may call it may call
 * too, as nobody: else a key to read the catalogue would place orders in its user's name. Identity's own
 * operations know what a key is.
 */
function isUnscopedKey(principal: Principal, plan: Plan | undefined): boolean {
  return (
    principal.kind === "user" &&
    principal.credential === "api_key" &&
    plan?.access === undefined &&
    plan?.operation.builtIn?.kind !== "identity"
  );
}
