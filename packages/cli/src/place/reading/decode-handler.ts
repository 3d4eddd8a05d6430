import { unescapeReferences } from "servery/boundary";

/**
 * What the code of an attribute may be, likeliest first and none longer than it is written: without the references of
 * pages, with its lines as they are written, and with names for what a server fills in.
 */
export function decodeHandler(written: string): readonly string[] {
  const code = decode(written)
    .replace(/^\s*javascript:/i, (start) => " ".repeat(start.length))
    // `{#await load() then found}` of Svelte's.
    .replace(/\s(?:then|catch)(?:\s[^(){}]*)?$/, "");
  const filled = code.replaceAll(/\{\{[^{}]*\}\}|<%[^%]*%>|\{%[^%]*%\}|<\?[^?]*\?>/g, (each) =>
    /[\n\r]/.test(each) ? each : "_".padEnd(each.length),
  );
  const all = [code, filled];
  // Lines that references bring move those below: only where they end a comment or a statement.
  const inline = all.map((each) => each.replaceAll(lineEnd, " "));
  const likely = [...(code.includes("//") ? [] : inline), ...all];
  return [...new Set(likely.map((each) => each.replaceAll(lineEnd, "\n")))];
}

/** Stands for the end of a line that is written as a reference. */
const lineEnd = "\u000b";

function decode(text: string): string {
  return text.replaceAll(/&(?:#x[0-9a-f]+|#\d+|[a-z]+);?/gi, (reference) =>
    unescapeReferences(reference).replace(/^[\n\r]$/, lineEnd),
  );
}
