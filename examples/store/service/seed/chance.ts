/** A whole number below `bound`, the same for the same words: the shop's stock and prices are made up of it. */
export function chance(bound: number, ...words: readonly (string | number)[]): number {
  return mix(words.join("|")) % bound;
}

// FNV-1a, then the finish of MurmurHash3, so that neighbouring ids do not get neighbouring numbers.
function mix(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
