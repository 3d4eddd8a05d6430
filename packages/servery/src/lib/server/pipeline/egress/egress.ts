import { type KnownSecret, type Needle, toNeedles } from "../../../boundary/secrets/needles.ts";
import { withParts } from "../../../boundary/secrets/secret-parts.ts";
import { createTextSearch, type TextScan } from "../../../boundary/secrets/text-search.ts";
import { hasEscapes, unescapeFully } from "./unescape-fully.ts";

/** Looks for a service's secrets in what leaves it. */
export interface Egress {
  /** Whether there is nothing to look for: then nothing is asked of it, and it costs nothing. */
  readonly isIdle: boolean;
  /** A secret that stands in a text, however it is written; the first that is met. */
  findIn(text: string): Needle | undefined;
  /**
   * Reads what leaves in pieces, so that what stands across a border is found. Mixed escapes are not: whatever is put into a
   * stream was looked through where it was made, and this is one look more.
   */
  begin(): TextScan;
  /** Looks for these from now on. A service does so when it opens, before it answers anything. */
  open(known: readonly KnownSecret[]): void;
}

/** Makes the {@link Egress} of a service. Without the scan, it stays idle whatever it is given. */
export function createEgress({ scan }: { readonly scan: boolean }): Egress {
  let search = createTextSearch([]);
  return {
    get isIdle() {
      return search.isEmpty;
    },
    findIn: (text) => search.findIn(text) ?? findEscaped(text),
    begin: () => search.begin(),
    open(known) {
      const all = known.flatMap(withParts).flatMap(withUnescaped);
      if (scan) search = createTextSearch(all.flatMap(toNeedles));
    },
  };

  /** Frameworks escape some letters in one way and leave others, each in its own manner: what is left is the same. */
  function findEscaped(text: string): Needle | undefined {
    if (search.isEmpty || !hasEscapes(text)) return undefined;
    for (const plain of unescapeFully(text)) {
      const needle = search.findIn(plain);
      if (needle !== undefined) return { ...needle, encoding: "mixed escapes" };
    }
    return undefined;
  }
}

/** What is shorter stands in other texts by chance. */
const shortest = 12;

/** A secret that looks as if it had escapes itself loses them along with the text around it. */
function withUnescaped(secret: KnownSecret): readonly KnownSecret[] {
  const plain = [...unescapeFully(secret.value)].at(-1) ?? "";
  return plain.length < shortest ? [secret] : [secret, { ...secret, value: plain }];
}
