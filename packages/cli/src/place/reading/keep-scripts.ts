import { type PageTag, readPageTags } from "servery/boundary";

import { isPageCode } from "../../check/graph/page-code.ts";
import { handlersOf, type ScriptPart } from "./page-handlers.ts";

/** The code of a page, and the offsets of what is code as well and cannot be read. */
export interface PageCode {
  readonly code: string;
  readonly unread: readonly number[];
}

/** Blanks everything of a page or a component but its scripts, so that each stands where it stood. */
export function keepScripts(page: string): PageCode {
  // What stands before all in a page of Astro's runs on the server, and is no script of the page's.
  const text = page.replace(/^\s*---[^]*?\n---/, blank);
  const tags = [...readPageTags(text)];
  const scripts = tags.flatMap((tag) =>
    tag.name === "script" && isPageCode(tag.attributes) ? [partOf(text, tag)] : [],
  );
  const { handlers, unread } = handlersOf(withoutContents(text, tags), tags);
  let code = "";
  let at = 0;
  for (const { start, end, text: own } of [...scripts, ...handlers].toSorted(
    (one, other) => one.start - other.start,
  )) {
    if (end <= at) continue;
    code += blank(text.slice(at, start)) + own;
    at = end;
  }
  return { code: code + blank(text.slice(at)), unread };
}

function partOf(text: string, { content, contentOffset: start }: PageTag): ScriptPart {
  const end = start + content.length;
  // What stands next to it on the same line is no part of its last statement.
  return text.startsWith("</", end)
    ? { start, end: end + 1, text: `${content};` }
    : { start, end, text: content };
}

/** Without comments, and what stands in scripts and styles, where what looks like an attribute is none. */
function withoutContents(text: string, tags: readonly PageTag[]): string {
  let plain = "";
  let at = 0;
  for (const { content, contentOffset } of tags) {
    if (content === "") continue;
    plain += text.slice(at, contentOffset) + blank(content);
    at = contentOffset + content.length;
  }
  return (plain + text.slice(at)).replaceAll(/<!--[^]*?-->/g, blank);
}

function blank(text: string): string {
  return text.replaceAll(/[^\n\r]/g, " ");
}
