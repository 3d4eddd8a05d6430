import * as z from "zod";

/** Where a list by time, the latest first, goes on. */
export interface TimePlace {
  readonly at: number;
  readonly id: string;
}

const place = z.tuple([z.int(), z.string()]);

/** The place as opaque text. */
export function toTimeCursor({ at, id }: TimePlace): string {
  return Buffer.from(JSON.stringify([at, id])).toString("base64url");
}

/** Reads a cursor; `undefined` for anything that is none. */
export function fromTimeCursor(cursor: string): TimePlace | undefined {
  const parsed = place.safeParse(parseJson(cursor));
  return parsed.success ? { at: parsed.data[0], id: parsed.data[1] } : undefined;
}

function parseJson(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
