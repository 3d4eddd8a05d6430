/** Header names, in the lower case in which Node gives them. */
export const idempotencyKeyHeader = "idempotency-key";
export const requestIdHeader = "x-request-id";
/** Sent with a stored outcome: `true`. */
export const idempotencyReplayedHeader = "idempotency-replayed";
/** Sent with a stored outcome whose body was sensitive, so not kept: `withheld`, and no body. */
export const idempotencyBodyHeader = "idempotency-body";
