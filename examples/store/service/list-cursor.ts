import * as z from "zod";

/** How a list may be ordered. Ties are broken by the record's number, so that the order is total. */
export const orders = {
  featured: { key: "featured", direction: "desc" },
  title: { key: "titleKey", direction: "asc" },
  artist: { key: "artistKey", direction: "asc" },
  price: { key: "saleKey", direction: "asc" },
  price_desc: { key: "saleKey", direction: "desc" },
} as const;

export type Sort = keyof typeof orders;

/** The last record of a page: where the next one starts. */
export interface Position {
  readonly value: string | number;
  readonly id: number;
}

const byNumber = z.tuple([z.string(), z.int(), z.int()]);
const byText = z.tuple([z.string(), z.string(), z.int()]);

/** A position as text. It carries its order, so that it cannot be used with another. */
export function toCursor(sort: Sort, { value, id }: Position): string {
  return Buffer.from(JSON.stringify([sort, value, id])).toString("base64url");
}

/** Reads a cursor; `undefined` for anything but one of this order. */
export function fromCursor(cursor: string, sort: Sort): Position | undefined {
  const isText = orders[sort].key === "titleKey" || orders[sort].key === "artistKey";
  const parsed = (isText ? byText : byNumber).safeParse(parseJson(cursor));
  if (!parsed.success || parsed.data[0] !== sort) return undefined;
  return { value: parsed.data[1], id: parsed.data[2] };
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
