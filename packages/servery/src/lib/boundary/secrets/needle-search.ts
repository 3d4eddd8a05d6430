import type { Needle } from "./needles.ts";
import { createWalk, type Reading, type Walk } from "./skip-table.ts";

/** A needle that was found. */
export interface NeedleHit {
  readonly needle: Needle;
  /** Where it starts, from the start of all that was read: in bytes, or in UTF-16 units where that was text. */
  readonly start: number;
  readonly end: number;
}

/** A reading of what may come in pieces: what stands across a border is found too. */
export interface NeedleScan<Piece> {
  /** Reads on, and answers what ends within this piece. */
  push(piece: Piece): readonly NeedleHit[];
}

/** Looks for many needles at once, in one pass. */
export interface NeedleSearch {
  readonly isEmpty: boolean;
  /** The first needle that stands in a whole text. */
  findIn(text: string): Needle | undefined;
  /** All that stand in a whole text, or in bytes. */
  findAll(source: string | Uint8Array): readonly NeedleHit[];
  /** Reads a text in pieces. */
  beginText(): NeedleScan<string>;
  /** Reads bytes in pieces. */
  beginBytes(): NeedleScan<Uint8Array>;
}

/** Makes a search of all needles. It holds a small table, and reads a fraction of what it looks through. */
export function createNeedleSearch(needles: readonly Needle[]): NeedleSearch {
  const texts = once(() => createWalk(needles, ({ text }) => text, textReading));
  const bytes = once(() => createWalk(needles, ({ text }) => encoder.encode(text), byteReading));
  const beginText = () => beginScan(texts(), textPieces);
  const beginBytes = () => beginScan(bytes(), bytePieces);
  return {
    isEmpty: needles.length === 0,
    findIn(text) {
      let found: Needle | undefined;
      texts().go(text, (needle, _, end) => {
        if (end <= text.length) found = needle;
        return found !== undefined;
      });
      return found;
    },
    findAll: (source) =>
      typeof source === "string" ? beginText().push(source) : beginBytes().push(source),
    beginText,
    beginBytes,
  };
}

/** A service reads texts alone, and a check mostly bytes: each table is made when it is needed. */
function once<T extends object>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** How pieces are put together and cut. */
interface Pieces<Piece> {
  readonly none: Piece;
  join(one: Piece, other: Piece): Piece;
}

function beginScan<Piece extends { readonly length: number; slice(from: number): Piece }>(
  walk: Walk<Needle, Piece>,
  { none, join }: Pieces<Piece>,
): NeedleScan<Piece> {
  // What of the pieces before may still be the beginning of a needle, and where it stands.
  let kept = none;
  let before = 0;
  return {
    push(piece) {
      const source = kept.length === 0 ? piece : join(kept, piece);
      const hits: NeedleHit[] = [];
      let begun = source.length;
      const next = walk.go(source, (needle, start, end) => {
        if (end > source.length) begun = Math.min(begun, start);
        // What ends in what was kept was told of with the piece before.
        else if (end > kept.length) hits.push({ needle, start: before + start, end: before + end });
        return false;
      });
      const from = Math.min(begun, next);
      kept = source.slice(from);
      before += from;
      return hits;
    },
  };
}

const textPieces: Pieces<string> = { none: "", join: (one, other) => one + other };

const bytePieces: Pieces<Uint8Array> = {
  none: new Uint8Array(),
  join(one, other) {
    const joined = new Uint8Array(one.length + other.length);
    joined.set(one);
    joined.set(other, one.length);
    return joined;
  },
};

const encoder = new TextEncoder();

const textReading: Reading<string> = {
  length: (text) => text.length,
  letterAt: (text, index) => text.charCodeAt(index),
  standsAt: (text, word, start) =>
    text.startsWith(word, start) ||
    (start + word.length > text.length && word.startsWith(text.slice(start))),
};

const byteReading: Reading<Uint8Array> = {
  length: (bytes) => bytes.length,
  letterAt: (bytes, index) => bytes[index]!,
  standsAt(bytes, word, start) {
    const most = Math.min(word.length, bytes.length - start);
    for (let at = 0; at < most; at++) if (bytes[start + at] !== word[at]) return false;
    return true;
  },
};
