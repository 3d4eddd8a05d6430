import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";

/** Finds out who calls, and from where. */
export function identify({ identity }: Engine, call: Call): void {
  call.address = call.exchange.remoteAddress;
  if (identity === undefined) return;
  const { principal, credential, invalid } = identity.identify(call.exchange);
  call.principal = principal;
  call.isByCookie = credential === "cookie";
  call.isCredentialInvalid = invalid;
}
