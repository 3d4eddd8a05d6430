import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";

/** Finds out who calls, and from where. */
export function identify({ identity, clientAddress }: Engine, call: Call): void {
  call.address = clientAddress(call.exchange);
  if (identity === undefined) return;
  const { principal, credential, invalid } = identity.identify(call.exchange);
  call.principal = principal;
  call.isByCookie = credential === "cookie";
  call.isCredentialInvalid = invalid;
}
