import { useSyncExternalStore } from "react";

let message = "";
const listeners = new Set<() => void>();

/** Tells those who hear the page what has just happened. */
export function announce(text: string): void {
  // The same words twice would not be read twice.
  message = text === message ? `${text}\u00a0` : text;
  listeners.forEach((listener) => listener());
}

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

/** Where announcements are read from. Once on every page. */
export function Announcer() {
  const text = useSyncExternalStore(subscribe, () => message);
  return (
    <div className="visually-hidden" role="status" aria-live="polite">
      {text}
    </div>
  );
}
