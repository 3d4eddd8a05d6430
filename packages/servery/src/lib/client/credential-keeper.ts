import type { HeaderValues } from "./call-headers.ts";
import type { CalledOperation } from "./called-operation.ts";

/** In whose name a call is sent, from its first attempt on: never in another's. */
export interface Sender {
  /** A user's id; null for nobody; `undefined` until it is first sent. */
  userId: string | null | undefined;
}

/** How a client shows who calls, where the platform does not do it by cookies. */
export interface CredentialKeeper {
  /** Whether what it keeps is also that of other tabs. */
  readonly isShared: boolean;
  /** Called when the session has come to its end, and not by this client's own sign-out. */
  onEnd: (() => void) | undefined;
  /** Whether there is anything to show. */
  isEmpty(): Promise<boolean>;
  /**
   * What one attempt is sent with; nothing where the sender is not signed in any more.
   * @param shared the client's own headers, for requests that it has to make itself.
   */
  toHeaders(
    operation: CalledOperation,
    shared: HeaderValues,
    sender: Sender,
  ): Promise<HeaderValues>;
  /** After a 401: whether the sender has now something better to show than what was `used`. */
  renew(used: HeaderValues, shared: HeaderValues, sender: Sender): Promise<boolean>;
  /** Adds to the input of an identity's operation what the caller need not know of. */
  completeInput(operation: CalledOperation, input: unknown): Promise<unknown>;
  /** Keeps what an identity's operation gave. The call resolves after it. */
  take(operation: CalledOperation, output: unknown): Promise<void>;
}
