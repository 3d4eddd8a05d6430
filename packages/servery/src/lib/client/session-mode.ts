import type { CalledOperation } from "./called-operation.ts";
import type { Caller } from "./caller.ts";
import type { CredentialKeeper } from "./credential-keeper.ts";

/** A way to keep a session, to be passed to `createClient`. Made by `tokens`. */
export interface SessionMode {
  connect(connection: SessionConnection): CredentialKeeper;
}

/** What a keeper may use of its client. */
export interface SessionConnection {
  /** How to call without credentials. */
  readonly caller: Caller;
  /** What this client's service is known by on this device. */
  readonly name: string;
  /** Identity's operations by their names in it, such as `sessions.list`. */
  readonly identity: ReadonlyMap<string, CalledOperation>;
}
