import type { KnownSecret } from "../../../boundary/secrets/needles.ts";
import { createSecretSearch, type SecretSearch } from "../../../boundary/secrets/secret-search.ts";

/**
 * Looks for a service's secrets in what leaves it. What is put into a stream was looked through where it was made; to read
 * its pieces is one look more.
 */
export interface Egress extends Pick<SecretSearch, "findIn" | "hideIn" | "beginText"> {
  /** Whether there is nothing to look for: then nothing is asked of it, and it costs nothing. */
  readonly isIdle: boolean;
  /** Looks for these from now on. A service does so when it opens, before it answers anything. */
  open(known: readonly KnownSecret[]): void;
}

/** Makes the {@link Egress} of a service. Without the scan, it stays idle whatever it is given. */
export function createEgress({ scan }: { readonly scan: boolean }): Egress {
  let search = createSecretSearch([]);
  return {
    get isIdle() {
      return search.isEmpty;
    },
    findIn: (text) => search.findIn(text),
    hideIn: (text, onFound) => search.hideIn(text, onFound),
    beginText: () => search.beginText(),
    open(known) {
      if (scan) search = createSecretSearch(known);
    },
  };
}
