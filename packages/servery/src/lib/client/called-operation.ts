import type { OperationKind } from "../contract/operation.ts";

/** An operation, as a call knows it. */
export interface CalledOperation {
  /** Its dotted name in the contract: `auth.sessions.list`. */
  readonly id: string;
  readonly kind: OperationKind;
  /** Whether it answers a repetition as it did before. */
  readonly isRepeatable: boolean;
  /** Whether something of it is: then its answers are kept nowhere. */
  readonly isSensitive: boolean;
  /** Its name in the identity, where it is one of identity's: `sessions.list`. */
  readonly identity: string | undefined;
}
