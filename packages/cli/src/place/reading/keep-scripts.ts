import { handlersOf, type ScriptPart } from "./page-handlers.ts";

/** Blanks everything of a page or a component but its scripts, so that each stands where it stood. */
export function keepScripts(page: string): string {
  const text = withoutComments(page);
  const scripts = scriptsOf(text);
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

/** Comments as blanks, but not what a script has in its texts. */
function withoutComments(page: string): string {
  return page.replaceAll(
    /(<script\b[^>]*>[^]*?<\/script\s*>)|<!--[^]*?-->/gi,
    (all, script: string | undefined) => script ?? blank(all),
  );
}

/** What stands before all in a page of Astro's runs on the server, and is no script of the page's. */
function scriptsOf(text: string): readonly ScriptPart[] {
  return [...text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)].flatMap((match) => {
    const type = /\btype\s*=\s*["']?([^"'\s>]+)/i.exec(match[1]!)?.[1] ?? "module";
    const isCode =
      /^(?:module|text\/javascript|application\/javascript|text\/babel|text\/typescript)$/i.test(
        type,
      );
    return isCode
      ? [partOf(text, match, match[2]!, match[0].indexOf(">", match[1]!.length) + 1)]
      : [];
  });
}

function partOf(text: string, match: RegExpExecArray, inner: string, offset: number): ScriptPart {
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
