import { createNeedleSearch } from "./needle-search.ts";
import type { Needle } from "./needles.ts";

/** A reading of one text that comes in pieces: what stands across a border is found too. */
export interface TextScan {
  /** Reads on: the first needle that ends within this piece. */
  push(piece: string): Needle | undefined;
}

/** Looks for many needles in texts, most of which have none. */
export interface TextSearch {
  readonly isEmpty: boolean;
  /** The first needle that is met in a whole text. */
  findIn(text: string): Needle | undefined;
  begin(): TextScan;
}

/**
 * Makes a search that looks at a fraction of a text only (Wu and Manber, A Fast Algorithm for Multi-Pattern Searching,
 * 1994): three letters that stand in no needle prove that none is around them. Needles that are not ASCII, whose bytes are
 * not the letters of a text, are looked for byte by byte.
 */
export function createTextSearch(needles: readonly Needle[]): TextSearch {
  const plain = needles.filter(isPlain).map(toPlainNeedle);
  const find = createSkippingSearch(plain);
  const rest = needles.filter((needle) => !isPlain(needle));
  const slow = rest.length === 0 ? undefined : createNeedleSearch(rest);
  const longest = plain.reduce((most, { text }) => Math.max(most, text.length), 0);
  const inner = new Set<string>();
  for (const { text } of plain) for (const letter of text.slice(0, -1)) inner.add(letter);
  return {
    isEmpty: needles.length === 0,
    findIn: (text) => find(text) ?? slow?.findIn(text),
    begin() {
      const scan = slow?.begin();
      let tail = "";
      return {
        push(piece) {
          const text = tail + piece;
          // Where the last letter is in the midst of no needle, none goes on behind it.
          tail = inner.has(text.at(-1)!) ? text.slice(-(longest - 1)) : "";
          return find(text) ?? scan?.push(piece)[0]?.needle;
        },
      };
    },
  };
}

interface PlainNeedle {
  readonly needle: Needle;
  readonly text: string;
}

/** Letters that are looked at together: with many needles, most pairs stand in one of them, most triples in none. */
const together = 3;

function isPlain({ bytes }: Needle): boolean {
  return bytes.length >= 2 * together && bytes.every((byte) => byte < 0x80);
}

const decoder = new TextDecoder();

function toPlainNeedle(needle: Needle): PlainNeedle {
  return { needle, text: decoder.decode(needle.bytes) };
}

type Find = (text: string) => Needle | undefined;

function createSkippingSearch(needles: readonly PlainNeedle[]): Find {
  if (needles.length === 0) return () => undefined;
  const shortest = Math.min(...needles.map(({ text }) => text.length));
  const { skips, mask, byPlace } = toTable(needles, shortest);

  function findAt(text: string, start: number, place: number): Needle | undefined {
    return byPlace.get(place)?.find((each) => text.startsWith(each.text, start))?.needle;
  }

  return (text) => {
    const { length } = text;
    let end = shortest - 1;
    while (end < length) {
      const place = toPlace(text, end) & mask;
      const skip = skips[place]!;
      end += skip;
      if (skip !== 0) continue;
      const found = findAt(text, end - shortest + 1, place);
      if (found !== undefined) return found;
      end++;
    }
    return undefined;
  };
}

interface Table {
  /** How far to go on after three letters, by their place; 0 where a needle may have begun. */
  readonly skips: Uint8Array;
  readonly mask: number;
  /** Needles by the place of the last letters that are looked at of all of them. */
  readonly byPlace: ReadonlyMap<number, readonly PlainNeedle[]>;
}

const fewestPlaces = 2 ** 12;
const mostPlaces = 2 ** 18;

/** Triples that share a place go on as far as the nearest of them allows. */
function toTable(needles: readonly PlainNeedle[], shortest: number): Table {
  const triples = needles.length * (shortest - together + 1);
  let places = fewestPlaces;
  while (places < 8 * triples && places < mostPlaces) places *= 2;
  const mask = places - 1;
  const skips = new Uint8Array(places).fill(Math.min(255, shortest - together + 1));
  const byPlace = new Map<number, PlainNeedle[]>();
  for (const each of needles) {
    for (let end = together - 1; end < shortest; end++) {
      const place = toPlace(each.text, end) & mask;
      skips[place] = Math.min(skips[place]!, shortest - 1 - end);
    }
    const last = toPlace(each.text, shortest - 1) & mask;
    byPlace.set(last, [...(byPlace.get(last) ?? []), each]);
  }
  return { skips, mask, byPlace };
}

/** Where the three letters up to an index stand in the table; several may share a place. */
function toPlace(text: string, end: number): number {
  return (text.charCodeAt(end - 2) << 11) ^ (text.charCodeAt(end - 1) << 5) ^ text.charCodeAt(end);
}
