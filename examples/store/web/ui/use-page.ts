import { type RefObject, useEffect, useRef } from "react";

/** How the page that is shown was come to. */
let arrival: "load" | "push" | "back" = "load";
globalThis.addEventListener("popstate", () => (arrival = "back"));
// The router announces its own steps by these two.
globalThis.addEventListener("pushState", () => (arrival = "push"));

/**
 * What a page owes to those who come to it: its name in the window's title and, when they came by a
 * link, the top of the page and the focus on its heading. Going back, the browser puts them where
 * they were.
 */
export function usePage(title: string): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title === "" ? "Runout Records" : `${title} · Runout Records`;
  }, [title]);
  useEffect(() => {
    if (arrival !== "push") return;
    window.scrollTo(0, 0);
    heading.current?.focus({ preventScroll: true });
  }, []);
  return heading;
}
