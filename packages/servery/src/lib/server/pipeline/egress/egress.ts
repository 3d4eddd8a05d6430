import { type KnownSecret, type Needle, toNeedles } from "../../../boundary/secrets/needles.ts";
import { withParts } from "../../../boundary/secrets/secret-parts.ts";
import { createTextSearch, type TextScan } from "../../../boundary/secrets/text-search.ts";

/** Looks for a service's secrets in what leaves it. */
export interface Egress {
  /** Whether there is nothing to look for: then nothing is asked of it, and it costs nothing. */
  readonly isIdle: boolean;
  /** A secret that stands in a text, however it is written; the first that is met. */
  findIn(text: string): Needle | undefined;
  /** Reads what leaves in pieces, so that what stands across a border is found. */
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
    findIn: (text) => search.findIn(text),
    begin: () => search.begin(),
    open(known) {
      if (scan) search = createTextSearch(known.flatMap(withParts).flatMap(toNeedles));
    },
  };
}
