import type { AssetKind } from "./asset-kind.ts";

/** A stretch of a text, in UTF-16 units. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** Something that stands in a text and is to be looked at by itself: a constant, a script in a page, what was encoded. */
export interface Part {
  readonly text: string;
  readonly kind: AssetKind;
  /** How one gets it: `a string constant`, `base64`. None where it stands as it is. */
  readonly way?: string;
  /** A file's name, where it is a file of its own: `src/pay.ts`. */
  readonly file?: string;
  /** Where in the outer text a stretch of this one stands. */
  place(stretch: Stretch): Stretch;
}

/** A part that stands in the outer text as it is. */
export function cutOut(text: string, start: number, end: number, kind: AssetKind): Part {
  return {
    text: text.slice(start, end),
    kind,
    place: (inner) => ({ start: inner.start + start, end: inner.end + start }),
  };
}

/** A part of which the outer text has something else in one stretch. */
export function inPlaceOf(
  stretch: Stretch,
  part: Pick<Part, "text" | "kind" | "way" | "file">,
): Part {
  const { start, end } = stretch;
  return { ...part, place: () => ({ start, end }) };
}
