import type { PageTag } from "servery/boundary";

import { parseSync } from "oxc-parser";

import { decodeHandler } from "./decode-handler.ts";

/** Some of a page that is code, and what stands for it in the code that is read: as long, with the same lines. */
export interface ScriptPart {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The code in a page's attributes, and the offsets of what of it cannot be read. */
interface Handlers {
  readonly handlers: readonly ScriptPart[];
  readonly unread: readonly number[];
}

const attribute =
  /[\s"'/](?:(?:on[a-z]|@[a-z]|v-on:|x-on:|x-init|x-data)[\w.:-]*\s*=\s*|(?:href|action|formaction|src)\s*=\s*(?=["']?\s*javascript:))(?:"([^"]*)"|'([^']*)'|([^\s"'>{][^\s>]*))/dgi;
const block = /(?:\son:?[\w|:]+\s*=\s*\{|\{#await\s)/g;
/** Statements, or an expression: `x-data="{ open: false, load() { … } }"`; and both where something is awaited. */
const ways = [
  [";()=>{", "}"],
  [";()=>(", ")"],
  [";{", "}"],
  [";(", ")"],
] as const;

/**
 * Finds the code in attributes: `onclick="…"`, Vue's `@click="…"`, Svelte's `onclick={…}`, `href="javascript:…"`.
 * @param text the page without what stands in its scripts and styles.
 */
export function handlersOf(text: string, tags: readonly PageTag[]): Handlers {
  const handlers: ScriptPart[] = [];
  const unread: number[] = [];
  const isInTag = (at: number) => tags.some((tag) => tag.offset < at && at < tag.contentOffset);
  for (const { indices } of text.matchAll(attribute)) {
    const [start, end] = indices?.[1] ?? indices?.[2] ?? indices![3]!;
    if (text.slice(start, end).trim() === "") continue;
    const found = toHandler(text, start, end);
    if (found !== undefined) handlers.push(found);
    else if (isInTag(start)) unread.push(start);
  }
  for (const match of text.matchAll(block)) {
    const start = match.index + match[0].length;
    const found = handlerFrom(text, start);
    if (found === undefined) unread.push(start);
    else handlers.push(found);
  }
  return { handlers, unread };
}

const mostBraces = 100;

/** The code up to the brace that ends it: the first with which it can be read. */
function handlerFrom(text: string, start: number): ScriptPart | undefined {
  let end = start - 1;
  for (let tries = 0; tries < mostBraces; tries++) {
    end = text.indexOf("}", end + 1);
    if (end === -1) return undefined;
    const found = toHandler(text, start, end);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A handler as a function that nobody calls; `undefined` where it is no code. */
function toHandler(page: string, start: number, end: number): ScriptPart | undefined {
  const length = end - start;
  for (const code of decodeHandler(page.slice(start, end))) {
    const way = ways.find(
      ([before, after]) => parseSync("handler.tsx", before + code + after).errors.length === 0,
    );
    if (way === undefined) continue;
    const [before, after] = way;
    const isLast = /[\n\r]/.test(page[end + 1] ?? "\n");
    return {
      start: start - before.length,
      end: isLast ? end + 1 : end + 2,
      text: `${before}${code.padEnd(length)}${after}${isLast ? "" : ";"}`,
    };
  }
  return undefined;
}
