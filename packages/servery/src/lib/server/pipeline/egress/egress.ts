import { createNeedleSearch, type NeedleScan } from "../../../boundary/secrets/needle-search.ts";
import { type KnownSecret, type Needle, toNeedles } from "../../../boundary/secrets/needles.ts";
import { withParts } from "../../../boundary/secrets/secret-parts.ts";

/** Looks for a service's secrets in what leaves it. */
export interface Egress {
  /** Whether there is nothing to look for: then nothing is asked of it, and it costs nothing. */
  readonly isIdle: boolean;
  /** A secret that stands in a text, however it is written; the first of several. */
  findIn(text: string): Needle | undefined;
  /** Reads what leaves in pieces, so that what stands across a border is found. */
  begin(): NeedleScan;
  /** Looks for these from now on. A service does so when it opens, before it answers anything. */
  open(known: readonly KnownSecret[]): void;
}

/** Makes the {@link Egress} of a service. Without the scan, it stays idle whatever it is given. */
export function createEgress({ scan }: { readonly scan: boolean }): Egress {
  let search = createNeedleSearch([]);
  let shortest = Number.POSITIVE_INFINITY;
  return {
    get isIdle() {
      return search.isEmpty;
    },
    findIn: (text) => (text.length < shortest ? undefined : search.findIn(text)),
    begin: () => search.begin(),
    open(known) {
      if (!scan) return;
      const needles = known.flatMap(withParts).flatMap(toNeedles);
      search = createNeedleSearch(needles);
      shortest = Math.min(...needles.map(toFewestLetters));
    },
  };
}

/** A letter of a text is one to three bytes. */
function toFewestLetters({ bytes }: Needle): number {
  return bytes.some((byte) => byte > 0x7f) ? Math.ceil(bytes.length / 3) : bytes.length;
}
