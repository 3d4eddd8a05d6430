/** Header names, in the lower case in which Node gives them. */
export const idempotencyKeyHeader = "idempotency-key";
export const requestIdHeader = "x-request-id";
/**
 * Sent by our client with everything that may change something, with any value: a page of another origin
 * cannot send it without asking first, so a request with a cookie and with this header is no forgery.
 */
export const csrfHeader = "servery-csrf";
/**
 * The answer to a challenge of work: `challenge:number`. The SHA-256 of the header's value must begin with
 * as many zero bits as were asked for.
 */
export const proofHeader = "servery-proof";
/** What the captcha's own widget gave. */
export const captchaHeader = "servery-captcha";
/** Sent with a stored outcome: `true`. */
export const idempotencyReplayedHeader = "idempotency-replayed";
/** The scheme of `WWW-Authenticate` (RFC 6750 §3); a browser shows no window for it. */
export const bearerChallenge = "Bearer";
/**
 * A state of the service's data, both ways: the newest that the client knows, and the one that an answer saw
 * or that its mutation made. See `snapshot-token.ts`.
 */
export const snapshotHeader = "servery-snapshot";
