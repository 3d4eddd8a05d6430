/** Remembers what was lately looked at. */
export interface Sightings {
  /** Whether it was lately looked at; from now on it was. */
  look(key: string): boolean;
}

/**
 * Makes {@link Sightings} of about so many keys, in a room that never grows: of each key a fingerprint is kept,
 * until another takes its place. Rarely a key is taken for one that it is not.
 */
export function createSightings(places: number): Sightings {
  const mask = 2 ** Math.ceil(Math.log2(places)) - 1;
  const fingerprints = new Uint32Array(mask + 1);
  return {
    look(key) {
      const fingerprint = toFingerprint(key);
      const place = fingerprint & mask;
      if (fingerprints[place] === fingerprint) return true;
      fingerprints[place] = fingerprint;
      return false;
    },
  };
}

/** FNV-1a, with its bits well mixed at the end; never 0, which is that of an empty place. */
function toFingerprint(key: string): number {
  let bits = 0x811c9dc5;
  for (let at = 0; at < key.length; at++) bits = Math.imul(bits ^ key.charCodeAt(at), 0x01000193);
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  return (bits ^ (bits >>> 15)) >>> 0 || 1;
}
