/** What makes an attempt to order one: its key of idempotency, and the key that will open the order. */
interface Attempt {
  readonly idempotencyKey: string;
  readonly orderKey: string;
}

/**
 * Draws keys for attempts to order. An attempt whose answer got lost is repeated under its own keys,
 * so that pressing twice buys once; an attempt that was answered is over.
 */
export interface Attempts {
  /** The attempt to order this content. */
  attemptFor(content: string): Attempt;
  /** The last attempt was answered, with whatever. */
  answered(): void;
}

export function createAttempts(): Attempts {
  let open: { readonly content: string; readonly attempt: Attempt } | undefined;
  return {
    attemptFor(content) {
      if (open?.content !== content)
        open = { content, attempt: { idempotencyKey: drawKey(), orderKey: drawKey() } };
      return open.attempt;
    },
    answered() {
      open = undefined;
    },
  };
}

/** 32 random bytes as base64url. */
function drawKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const base64 = btoa(String.fromCharCode(...bytes));
  return base64.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
