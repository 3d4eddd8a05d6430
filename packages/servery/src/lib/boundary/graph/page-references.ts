/** A file that an element of a page brings by its address. */
export interface PageReference {
  /** The element's name, in small letters: `img`. */
  readonly element: string;
  /** As it is written. Addresses elsewhere are left out. */
  readonly specifier: string;
  /** Where the element begins. */
  readonly offset: number;
}

/** Comments and scripts are passed over: what they have of elements is none. */
const parts =
  /<!--[^]*?-->|<script\b[^]*?<\/script\s*>|<([a-z][\w:-]*)((?:\s(?:"[^"]*"|'[^']*'|[^"'>])*)?)>/gi;
const attributes =
  /\s(src|href|xlink:href|poster|data|content|srcset|imagesrcset)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/gi;
/** What they name is gone to, and not brought. */
const ways = /^(?:a|area|base|form)$/;
const elsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i;
/** A page's own address has none, and bundlers would find a module for it. */
const hasEnding = /^[^?#]*\.\w+(?:[?#].*)?$/s;

/** Finds what a page's elements bring: pictures of one and of several sizes, films, what is said of it to others. */
export function findPageReferences(page: string): readonly PageReference[] {
  const found: PageReference[] = [];
  for (const { 1: name, 2: inside = "", index: offset } of page.matchAll(parts)) {
    const element = name?.toLowerCase();
    if (element === undefined || ways.test(element) || /\svite-ignore\b/.test(inside)) continue;
    for (const [, attribute = "", double, single, bare] of inside.matchAll(attributes)) {
      const value = (double ?? single ?? bare ?? "").trim();
      for (const specifier of addressesIn(attribute.toLowerCase(), value))
        if (hasEnding.test(specifier) && !elsewhere.test(specifier))
          found.push({ element, specifier, offset });
    }
  }
  return found;
}

function addressesIn(attribute: string, value: string): readonly string[] {
  // What is said of a page may be anything.
  if (attribute === "content") return /[\s,;]/.test(value) ? [] : [value];
  return attribute.endsWith("srcset")
    ? value.split(",").map((each) => each.trim().split(/\s+/)[0]!)
    : [value];
}
