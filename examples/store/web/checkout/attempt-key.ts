/**
 * One key for each attempt to order. An attempt whose answer got lost is repeated under its own key,
 * so that pressing twice buys once; an attempt that was answered is over.
 */
export interface AttemptKeys {
  /** The key for an order of this content. */
  keyFor(content: string): string;
  /** The last attempt was answered, with whatever. */
  answered(): void;
}

export function createAttemptKeys(makeKey: () => string = randomKey): AttemptKeys {
  let open: { readonly content: string; readonly key: string } | undefined;
  return {
    keyFor(content) {
      if (open?.content !== content) open = { content, key: makeKey() };
      return open.key;
    },
    answered() {
      open = undefined;
    },
  };
}

function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(20));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
