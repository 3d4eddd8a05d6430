import { useEffect, useSyncExternalStore } from "react";

import { announce } from "./announcer.tsx";

let steps = 0;
let taken = 0;
const listeners = new Set<() => void>();

// The router tells of its own steps by this event; going back is the browser's, and tells of nothing.
globalThis.addEventListener("pushState", () => {
  steps += 1;
  for (const listener of listeners) listener();
});

function subscribe(onChange: () => void): () => void {
  listeners.add(onChange);
  return () => listeners.delete(onChange);
}

/**
 * What a page owes to those who come to it: its name in the window's title and, when they came by a
 * link, its top and the focus. Going back, the browser puts them where they were.
 *
 * @param title `undefined` as long as it is not known.
 */
export function usePage(title: string | undefined): void {
  const step = useSyncExternalStore(subscribe, () => steps);
  useEffect(() => {
    if (step === taken) return;
    taken = step;
    window.scrollTo(0, 0);
    document.getElementById("main")?.focus({ preventScroll: true });
  }, [step]);
  useEffect(() => {
    if (title === undefined) return;
    document.title = title === "" ? "Runout Records" : `${title} · Runout Records`;
    if (steps > 0) announce(document.title);
  }, [title]);
}
