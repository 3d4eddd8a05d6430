/** Letters that are looked at together: with many words, most pairs stand in one of them, most triples in none. */
const together = 3;

/** A place in the table: where three letters stand, which several triples may share. */
function toPlace(first: number, second: number, third: number): number {
  return (first << 11) ^ (second << 5) ^ third;
}

/** Something that has letters by index: a text, or bytes. */
export interface Reading<Source> {
  length(source: Source): number;
  letterAt(source: Source, index: number): number;
  /** Whether a word stands there, or its beginning does where the source ends before the word would. */
  standsAt(source: Source, word: Source, start: number): boolean;
}

type Visit<Word> = (word: Word, start: number, end: number) => boolean;

/** Steps through a source, and never past where a word may begin. */
export interface Walk<Word, Source> {
  /**
   * Tells of words in the order of their beginnings. The last may only have begun: then its end is behind the source's.
   * @param visit ends the walk by `true`
   * @returns where the next word may begin that `visit` was not told of
   */
  go(source: Source, visit: Visit<Word>): number;
}

const fewestPlaces = 2 ** 12;
const mostPlaces = 2 ** 18;

/**
 * Makes a walk that looks at a fraction of what it reads (Wu and Manber, A Fast Algorithm for Multi-Pattern Searching, 1994):
 * three letters that stand at the beginning of no word prove that none is around them. Only so many letters of each word are
 * in the table as the shortest has, so that long ones cost no more than others.
 * @param toSource the letters of a word, three or more
 */
export function createWalk<Word, Source>(
  words: readonly Word[],
  toSource: (word: Word) => Source,
  { length, letterAt, standsAt }: Reading<Source>,
): Walk<Word, Source> {
  const sources = words.map(toSource);
  const shortest = sources.reduce((least, each) => Math.min(least, length(each)), 255);
  if (shortest < together)
    throw new RangeError("A word of fewer than three letters is everywhere.");
  const placeAt = (source: Source, end: number): number =>
    toPlace(letterAt(source, end - 2), letterAt(source, end - 1), letterAt(source, end)) & mask;

  let places = fewestPlaces;
  while (places < 8 * words.length * shortest && places < mostPlaces) places *= 2;
  const mask = places - 1;
  // How far to go on after three letters; triples that share a place go as far as the nearest of them allows.
  const skips = new Uint8Array(places).fill(shortest - together + 1);
  const byPlace = new Map<number, number[]>();
  for (const [index, source] of sources.entries()) {
    for (let end = together - 1; end < shortest; end++) {
      const place = placeAt(source, end);
      skips[place] = Math.min(skips[place]!, shortest - 1 - end);
    }
    const last = placeAt(source, shortest - 1);
    byPlace.set(last, [...(byPlace.get(last) ?? []), index]);
  }

  function go(source: Source, visit: Visit<Word>): number {
    const all = length(source);
    let end = shortest - 1;
    while (end < all) {
      const place = placeAt(source, end);
      const skip = skips[place]!;
      end += skip;
      if (skip !== 0) continue;
      const start = end - shortest + 1;
      for (const index of byPlace.get(place) ?? []) {
        const word = sources[index]!;
        if (!standsAt(source, word, start)) continue;
        if (visit(words[index]!, start, start + length(word))) return start;
      }
      end++;
    }
    return end - shortest + 1;
  }

  return { go };
}
