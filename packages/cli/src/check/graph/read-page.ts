import { decodeAddress, findPageReferences, type PageTag, readPageTags } from "servery/boundary";

import { isPageCode } from "./page-code.ts";
import { readScript } from "./read-script.ts";
import { readStyle } from "./read-style.ts";
import type { WrittenImport, WrittenModule, WrittenRead } from "./written-module.ts";

/**
 * Reads what a page brings: its scripts, styles and files, what its inline scripts import, and the variables of the
 * environment that Vite puts into it, `%VITE_NAME%`. Components of Vue and Svelte are pages as well: their scripts all are
 * modules.
 */
export function readPage(code: string, path: string): WrittenModule {
  const isComponent = !/\.html?$/.test(path);
  const imports: WrittenImport[] = [];
  const scripts: WrittenModule[] = [];
  for (const tag of readPageTags(code)) {
    const address = addressOf(tag);
    if (address !== undefined) imports.push(...toImports(tag, address));
    else if (tag.name === "script" && isPageCode(tag.attributes))
      scripts.push(readInline(tag, isComponent));
    imports.push(...readStyles(tag));
  }
  for (const { element, specifier: written, offset } of findPageReferences(code)) {
    const specifier = decodeAddress(written);
    if (element !== "link")
      imports.push({ kind: "asset", specifier, offset, address: true, optional: true });
  }
  return {
    imports: [...imports, ...scripts.flatMap((each) => each.imports)],
    patterns: scripts.flatMap((each) => each.patterns),
    computed: scripts.flatMap((each) => each.computed),
    reads: [
      ...(isComponent ? [] : readPlaceholders(withoutComments(code))),
      ...scripts.flatMap(({ reads }) => reads),
    ],
    contract: undefined,
  };
}

/** Comments as spaces, but not what a script has in its texts. */
function withoutComments(code: string): string {
  return code.replaceAll(
    /(<script\b[^>]*>[^]*?<\/script\s*>)|<!--[^]*?-->/gi,
    (all, script: string | undefined) => script ?? " ".repeat(all.length),
  );
}

/** What the styles of a page and of its elements bring. */
function readStyles(tag: PageTag): WrittenImport[] {
  const { name, attributes, offset, content, contentOffset } = tag;
  const language = attributes.get("lang")?.toLowerCase() ?? "css";
  const sheet = name === "style" ? readStyle(content, language).imports : [];
  const own = readStyle(attributes.get("style") ?? "", "css").imports;
  return [
    ...sheet.map((each) => ({ ...each, offset: each.offset + contentOffset })),
    ...own.map((each) => ({ ...each, offset })),
  ];
}

const isElsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i;

function addressOf({ name, attributes }: PageTag): string | undefined {
  const address = attributes.get(name === "link" ? "href" : "src");
  return address === undefined || isElsewhere.test(address) ? undefined : decodeAddress(address);
}

function toImports({ name, attributes, offset }: PageTag, specifier: string): WrittenImport[] {
  const written = { specifier, offset, address: true, optional: true } as const;
  if (name === "script") {
    const optional = attributes.get("type")?.trim().toLowerCase() !== "module";
    return [{ ...written, kind: "import", optional }];
  }
  if (name !== "link") return [];
  const relation = attributes.get("rel")?.toLowerCase() ?? "";
  if (/\bstylesheet\b/.test(relation)) return [{ ...written, kind: "style" }];
  if (/\bmodulepreload\b/.test(relation)) return [{ ...written, kind: "import" }];
  return /\b(?:icon|manifest|preload|prefetch|apple-touch-icon)\b/.test(relation)
    ? [{ ...written, kind: "asset" }]
    : [];
}

/** An inline script, its offsets counted from the page's start. */
function readInline(
  { content, contentOffset, attributes }: PageTag,
  isComponent: boolean,
): WrittenModule {
  const lang = isComponent ? (attributes.get("lang") ?? "ts") : "js";
  const read = readScript(content, { path: `inline.${lang}`, packaged: false });
  const move = <T extends { readonly offset: number }>(each: T): T => ({
    ...each,
    offset: each.offset + contentOffset,
    // Components use names in their templates, where they cannot be told from types.
    doubtful: undefined,
  });
  return {
    ...read,
    imports: read.imports.map(move),
    patterns: read.patterns.map(move),
    computed: read.computed.map(move),
    reads: read.reads.map(move),
  };
}

function readPlaceholders(html: string): WrittenRead[] {
  return Array.from(html.matchAll(/%([A-Z][A-Z0-9_]*)%/g), ({ 1: name, index }) => ({
    from: "page" as const,
    name,
    offset: index,
  }));
}
