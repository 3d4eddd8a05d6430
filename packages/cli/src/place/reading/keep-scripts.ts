import { handlersOf, type ScriptPart } from "./page-handlers.ts";

/** Blanks everything of a page or a component but its scripts, so that each stands where it stood. */
export function keepScripts(path: string, text: string): string {
  const scripts = scriptsOf(path, text);
  let code = "";
  let at = 0;
  for (const { start, end, text: own } of [...scripts, ...handlersOf(text, scripts)].toSorted(
    (one, other) => one.start - other.start,
  )) {
    code += blank(text.slice(at, start)) + own;
    at = end;
  }
  return code + blank(text.slice(at));
}

function scriptsOf(path: string, text: string): readonly ScriptPart[] {
  const parts: ScriptPart[] = [];
  const front = path.endsWith(".astro") ? /^\s*---\n([\s\S]*?)\n---/.exec(text) : null;
  if (front !== null) parts.push(partOf(text, front, front[1]!));
  for (const match of text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)) {
    const type = /\btype\s*=\s*["']?([^"'\s>]+)/i.exec(match[1]!)?.[1] ?? "module";
    if (
      /^(?:module|text\/javascript|application\/javascript|text\/babel|text\/typescript)$/i.test(
        type,
      )
    )
      parts.push(partOf(text, match, match[2]!, match[0].indexOf(">", match[1]!.length) + 1));
  }
  return parts;
}

function partOf(
  text: string,
  match: RegExpExecArray,
  inner: string,
  offset = match[0].indexOf(inner),
): ScriptPart {
  const start = match.index + offset;
  const end = start + inner.length;
  // What stands next to it on the same line is no part of its last statement.
  return text.startsWith("</", end)
    ? { start, end: end + 1, text: `${inner};` }
    : { start, end, text: inner };
}

function blank(text: string): string {
  return text.replaceAll(/[^\n\r]/g, " ");
}
