/** Header names, in the lower case in which Node gives them. */
export const idempotencyKeyHeader = "idempotency-key";
export const requestIdHeader = "x-request-id";
/** Sent with a stored outcome: `true`. */
export const idempotencyReplayedHeader = "idempotency-replayed";
