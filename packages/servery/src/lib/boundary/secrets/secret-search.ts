import { createNeedleSearch, type NeedleScan } from "./needle-search.ts";
import { type KnownSecret, type Needle, toNeedles } from "./needles.ts";
import { withParts } from "./secret-parts.ts";
import { toLabel } from "./secret.ts";
import { unescapeText } from "../bundle/unescape.ts";
import { hasEscapes, mostRounds, unescapeFully } from "./unescape-fully.ts";

/** Looks in texts for secrets and for what of them does harm alone, however they are written. */
export interface SecretSearch {
  /** Whether there is nothing to look for. */
  readonly isEmpty: boolean;
  /** The first that stands in a text. */
  findIn(text: string): Needle | undefined;
  /**
   * A text with a secret's name wherever one stood. Where one stood in mixed escapes, the text has lost its escapes.
   * @param onFound is told of each
   */
  hideIn(text: string, onFound?: (needle: Needle) => void): string;
  /** Reads a text in pieces. What is in mixed escapes is not found in those. */
  beginText(): NeedleScan<string>;
}

/** Makes a {@link SecretSearch} of secrets, with their parts. */
export function createSecretSearch(known: readonly KnownSecret[]): SecretSearch {
  const search = createNeedleSearch(known.flatMap(withParts).flatMap(toNeedles));
  const { isEmpty, findIn, findAll, beginText } = search;

  return {
    isEmpty,
    findIn: (text) => (isEmpty ? undefined : (findIn(text) ?? findEscaped(text))),
    hideIn(text, onFound = () => undefined) {
      if (isEmpty) return text;
      const hidden = hideHits(text, onFound);
      return hasEscapes(hidden) ? hideEscaped(hidden, onFound) : hidden;
    },
    beginText,
  };

  /** Frameworks escape some letters in one way and leave others, each in its own manner: what is left is the same. */
  function findEscaped(text: string): Needle | undefined {
    if (!hasEscapes(text)) return undefined;
    for (const plain of unescapeFully(text)) {
      const needle = findIn(plain);
      if (needle !== undefined) return toMixed(needle);
    }
    return undefined;
  }

  /** A text in which nothing was found keeps its escapes. */
  function hideEscaped(
    text: string,
    onFound: (needle: Needle) => void,
    rounds = mostRounds,
  ): string {
    const plain = rounds === 0 ? undefined : unescapeText(text)?.text;
    if (plain === undefined) return text;
    const hidden = hideHits(plain, (needle) => onFound(toMixed(needle)));
    const rest = hideEscaped(hidden, onFound, rounds - 1);
    return rest === plain ? text : rest;
  }

  /** What overlaps is one stretch, named after what begins first. */
  function hideHits(text: string, onFound: (needle: Needle) => void): string {
    const told = new Set<Needle>();
    let hidden = "";
    let read = 0;
    for (const { needle, start, end } of findAll(text)) {
      if (start >= read) {
        hidden += text.slice(read, start) + toName(needle);
        if (!told.has(needle)) onFound(needle);
        told.add(needle);
      }
      read = Math.max(read, end);
    }
    return hidden + text.slice(read);
  }

  /** A name may be the value of another, or its own. */
  function toName({ secret: name }: Needle): string {
    const label = toLabel({ name });
    return findIn(label) === undefined ? label : "a secret";
  }
}

function toMixed(needle: Needle): Needle {
  return { ...needle, encoding: "mixed escapes" };
}
