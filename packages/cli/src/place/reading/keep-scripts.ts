/** Blanks everything of a page or a component but its scripts, so that each stands where it stood. */
export function keepScripts(path: string, text: string): string {
  const kept = scriptsOf(path, text);
  let code = "";
  let at = 0;
  for (const { start, end } of kept) {
    code += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
    // What stands next to it on the same line is no part of its last statement.
    if (text.startsWith("</", at)) [code, at] = [`${code};`, at + 1];
  }
  return code + blank(text.slice(at));
}

interface Part {
  readonly start: number;
  readonly end: number;
}

function scriptsOf(path: string, text: string): readonly Part[] {
  const parts: Part[] = [];
  const front = path.endsWith(".astro") ? /^\s*---\n([\s\S]*?)\n---/.exec(text) : null;
  if (front !== null) parts.push(partOf(front, front[1]!));
  for (const match of text.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script\s*>/gi)) {
    const type = /\btype\s*=\s*["']?([^"'\s>]+)/i.exec(match[1]!)?.[1] ?? "module";
    if (
      /^(?:module|text\/javascript|application\/javascript|text\/babel|text\/typescript)$/i.test(
        type,
      )
    )
      parts.push(partOf(match, match[2]!, match[0].indexOf(">", match[1]!.length) + 1));
  }
  return parts;
}

function partOf(match: RegExpExecArray, inner: string, offset = match[0].indexOf(inner)): Part {
  const start = match.index + offset;
  return { start, end: start + inner.length };
}

function blank(text: string): string {
  return text.replaceAll(/[^\n\r]/g, " ");
}
