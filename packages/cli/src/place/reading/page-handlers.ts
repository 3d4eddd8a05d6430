import { parseSync } from "oxc-parser";

/** Some of a page that is code, and what stands for it in the code that is read: as long, with the same lines. */
export interface ScriptPart {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const attribute =
  /\s(?:(?:on|@|v-on:|x-on:|x-init|x-data)[\w.:-]*\s*=\s*|(?:href|action|formaction|src)\s*=\s*(?=["']\s*javascript:))(?:"([^"]*)"|'([^']*)')/gi;
const block = /(?:\son:?[\w|:]+\s*=\s*\{|\{#await\s)/g;
/** Statements, or an expression: `x-data="{ open: false, load() { … } }"`. */
const ways = [
  [";()=>{", "}"],
  [";()=>(", ")"],
] as const;

/** Finds the code in attributes: `onclick="…"`, Vue's `@click="…"`, Svelte's `onclick={…}`, `href="javascript:…"`. */
export function handlersOf(page: string, scripts: readonly ScriptPart[]): readonly ScriptPart[] {
  const text = hide(page, scripts);
  const found: ScriptPart[] = [];
  for (const match of text.matchAll(attribute)) {
    const { length } = match[1] ?? match[2]!;
    add(found, page, match.index + match[0].length - 1 - length, length);
  }
  for (const match of text.matchAll(block)) {
    const start = match.index + match[0].length;
    const end = closingBrace(page, start);
    if (end !== -1) add(found, page, start, end - start);
  }
  return found;
}

/** Writes a handler as a function that nobody calls, unless it is none: templates of servers fill in what is no code. */
function add(found: ScriptPart[], page: string, at: number, length: number): void {
  const written = page.slice(at, at + length);
  const code = decode(written)
    .replace(/^\s*javascript:/i, (start) => " ".repeat(start.length))
    // `{#await load() then found}` of Svelte's.
    .replace(/\s(?:then|catch)(?:\s[^(){}]*)?$/, "");
  const way = ways.find(
    ([before, after]) => parseSync("handler.tsx", before + code + after).errors.length === 0,
  );
  if (code.trim() === "" || way === undefined) return;
  const [before, after] = way;
  const end = at + length;
  const isLast = /[\n\r]/.test(page[end + 1] ?? "\n");
  found.push({
    start: at - before.length,
    end: isLast ? end + 1 : end + 2,
    text: `${before}${code.padEnd(length)}${after}${isLast ? "" : ";"}`,
  });
}

const references: Readonly<Record<string, string>> = {
  "&quot;": '"',
  "&#34;": '"',
  "&#39;": "'",
  "&apos;": "'",
  "&lt;": "<",
  "&gt;": ">",
  "&amp;": "&",
};

function decode(text: string): string {
  return text.replaceAll(/&(?:quot|apos|lt|gt|amp|#34|#39);/g, (each) => references[each]!);
}

/** Where the braces end that were opened before: those in texts do not count. */
function closingBrace(text: string, start: number): number {
  const parts = /["'`{}]/g;
  parts.lastIndex = start;
  let depth = 1;
  for (let match = parts.exec(text); match !== null; match = parts.exec(text)) {
    const [sign] = match;
    if (sign === "{") depth++;
    else if (sign === "}") depth--;
    else {
      const end = text.indexOf(sign, parts.lastIndex);
      if (end === -1) return -1;
      parts.lastIndex = end + 1;
    }
    if (depth === 0) return match.index;
  }
  return -1;
}

/** Without scripts and styles, in which what looks like an attribute is none. */
function hide(page: string, scripts: readonly ScriptPart[]): string {
  let text = page;
  for (const { start, end } of scripts)
    text = text.slice(0, start) + " ".repeat(end - start) + text.slice(end);
  return text.replaceAll(/<style\b[\s\S]*?<\/style\s*>/gi, (each) => " ".repeat(each.length));
}
