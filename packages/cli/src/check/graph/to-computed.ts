import type { WrittenComputed } from "./written-module.ts";

/** What is imported by an expression that may be anything. Texts in it are left out: a report shows it. */
export function toComputed(
  code: string,
  { start, end }: { readonly start: number; readonly end: number },
): WrittenComputed {
  const text = code.slice(start, end).replaceAll(/(["'`])(?:\\.|(?!\1)[^\\])*\1/g, "$1…$1");
  return { offset: start, text: text.replaceAll(/\s+/g, " ").slice(0, 80) };
}
