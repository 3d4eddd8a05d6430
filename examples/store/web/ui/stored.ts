/** A value that the browser keeps, the same in all tabs. */
export interface Stored<T> {
  get(): T;
  set(value: T): void;
  subscribe(onChange: () => void): () => void;
}

/**
 * Keeps a value in `localStorage`. `parse` makes sense of whatever is there. Where storage is
 * refused or full, the value lives as long as the page.
 */
export function createStored<T>(
  key: string,
  parse: (stored: string | null) => T,
  toText: (value: T) => string,
): Stored<T> {
  const listeners = new Set<() => void>();
  let value = parse(read(key));
  const tell = () => listeners.forEach((listener) => listener());
  globalThis.addEventListener("storage", (event) => {
    if (event.key !== key && event.key !== null) return;
    value = parse(read(key));
    tell();
  });
  return {
    get: () => value,
    set(next) {
      value = next;
      write(key, toText(next));
      tell();
    },
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
  };
}

function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Private windows refuse; the value stays with the page.
  }
}
