import { kindOfType } from "./asset-kind.ts";
import { cutOut, inPlaceOf, type Part } from "./part.ts";
import { unescapeReferences } from "./unescape.ts";

/** Their scripts are theirs, and written otherwise. */
const innerPages = /\ssrcdoc\s*=\s*(?:"[^"]*"|'[^']*')/gi;

/** What stands in a page and is a language of its own: its scripts, what its events do, pages within it. */
export function* findPageParts(page: string): Generator<Part> {
  yield* findScripts(page.replaceAll(innerPages, (inner) => " ".repeat(inner.length)));
  const attributes =
    /\s(on[a-z]{3,30}|srcdoc|href|action|(?:x|v|ng|data|hx)-[\w:.-]{1,40}|[@:#][\w:.-]{1,40})\s*=\s*(?:"([^"]*)"|'([^']*)')/gi;
  for (const match of page.matchAll(attributes)) {
    const [all, name = "", double, single] = match;
    const given = double ?? single ?? "";
    const text = unescapeReferences(given);
    const stretch = { start: match.index, end: match.index + all.length };
    const isAddress = /^(?:href|action)$/i.test(name);
    if (isAddress && !/^\s*javascript:/i.test(text)) continue;
    const code = isAddress ? text.replace(/^\s*javascript:/i, "") : text;
    const kind = name.toLowerCase() === "srcdoc" ? "html" : "code";
    yield inPlaceOf(stretch, { text: code, kind, way: `an attribute` });
  }
}

/** Steps forward only, so that a page of nothing but beginnings takes no longer than any other. */
function* findScripts(page: string): Generator<Part> {
  const small = page.toLowerCase();
  // Where letters change their number when they are made small, places would not be the same.
  const searched = small.length === page.length ? small : page;
  for (let at = searched.indexOf("<script"); at !== -1; at = searched.indexOf("<script", at)) {
    const open = searched.indexOf(">", at);
    if (open === -1) return;
    const close = searched.indexOf("</script", open);
    const end = close === -1 ? page.length : close;
    const head = page.slice(at, Math.min(open, at + 2000));
    const type = /\stype\s*=\s*["']?([^"'\s>]*)/i.exec(head)?.[1] ?? "";
    const kind = type === "" || type.toLowerCase() === "module" ? "script" : kindOfType(type);
    if (end > open + 1) yield cutOut(page, open + 1, end, kind);
    at = Math.max(end, at + 7);
  }
}
