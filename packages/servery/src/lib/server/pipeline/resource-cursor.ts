type CursorValue = string | number | boolean;

/** Where a page ended: the order it belongs to, and the last item's place in it. */
export interface Cursor {
  readonly sort: string;
  readonly value: CursorValue;
  readonly key: string | number;
}

/** Writes a cursor as opaque text. */
export function formatCursor({ sort, value, key }: Cursor): string {
  return new TextEncoder()
    .encode(JSON.stringify([sort, value, key]))
    .toBase64({ alphabet: "base64url", omitPadding: true });
}

/** Reads a cursor of the given order; `undefined` for anything else. */
export function parseCursor(text: string, sort: string): Cursor | undefined {
  try {
    const bytes = Uint8Array.fromBase64(text, { alphabet: "base64url" });
    const parsed: unknown = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (!Array.isArray(parsed) || parsed.length !== 3 || parsed[0] !== sort) return undefined;
    const [, value, key] = parsed as unknown[];
    const isKey = typeof key === "string" || Number.isSafeInteger(key);
    return isKey && isScalar(value) ? { sort, value, key: key as string | number } : undefined;
  } catch {
    return undefined;
  }
}

function isScalar(value: unknown): value is CursorValue {
  return typeof value === "string" || typeof value === "boolean" || Number.isFinite(value);
}
