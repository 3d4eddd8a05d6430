/** A map that forgets what was not used for longest once it holds more than `limit` entries. */
export interface BoundedMap<Key, Value> {
  get(key: Key): Value | undefined;
  set(key: Key, value: Value): void;
  readonly size: number;
}

/**
 * Makes a {@link BoundedMap} of two generations: reading moves an entry to the young one, and when
 * that is half full the old one is dropped. A hit in the young generation is a single look-up.
 */
export function createBoundedMap<Key, Value>(limit: number): BoundedMap<Key, Value> {
  const half = Math.max(1, Math.floor(limit / 2));
  let young = new Map<Key, Value>();
  let old = new Map<Key, Value>();

  function set(key: Key, value: Value): void {
    young.set(key, value);
    if (young.size < half) return;
    old = young;
    young = new Map();
  }

  return {
    get(key) {
      const value = young.get(key);
      if (value !== undefined) return value;
      const kept = old.get(key);
      if (kept === undefined) return undefined;
      old.delete(key);
      set(key, kept);
      return kept;
    },
    set,
    get size() {
      return young.size + old.size;
    },
  };
}
