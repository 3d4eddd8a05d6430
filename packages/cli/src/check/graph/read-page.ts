import { findPageReferences } from "servery/boundary";

import { readScript } from "./read-script.ts";
import { readStyle } from "./read-style.ts";
import type { WrittenImport, WrittenModule, WrittenRead } from "./written-module.ts";

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly offset: number;
  /** Of a script, what stands in it, and where. */
  readonly content: string;
  readonly contentOffset: number;
}

const tags =
  /<(script|style)\b((?:"[^"]*"|'[^']*'|[^"'>])*)>([^]*?)(?:<\/\1\s*>|$)|<([a-z][\w-]*)\b((?:"[^"]*"|'[^']*'|[^"'>])*)>/dgi;

/**
 * Reads what a page brings: its scripts, styles and files, what its inline scripts import, and the variables of the
 * environment that Vite puts into it, `%VITE_NAME%`. Components of Vue and Svelte are pages as well: their scripts all are
 * modules.
 */
export function readPage(code: string, path: string): WrittenModule {
  const html = withoutComments(code);
  const isComponent = !/\.html?$/.test(path);
  const imports: WrittenImport[] = [];
  const scripts: WrittenModule[] = [];
  for (const tag of toTags(html)) {
    const address = addressOf(tag);
    if (address !== undefined) imports.push(...toImports(tag, address));
    else if (tag.name === "script" && isCode(tag)) scripts.push(readInline(tag, isComponent));
    imports.push(...readStyles(tag));
  }
  for (const { element, specifier, offset } of findPageReferences(html))
    if (element !== "link")
      imports.push({ kind: "asset", specifier, offset, address: true, optional: true });
  return {
    imports: [...imports, ...scripts.flatMap((each) => each.imports)],
    patterns: scripts.flatMap((each) => each.patterns),
    computed: scripts.flatMap((each) => each.computed),
    reads: [
      ...(isComponent ? [] : readPlaceholders(html)),
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
function readStyles({ name, attributes, offset, content, contentOffset }: Tag): WrittenImport[] {
  const sheet = name === "style" ? readStyle(content).imports : [];
  const own = readStyle(attributes.get("style") ?? "").imports;
  return [
    ...sheet.map((each) => ({ ...each, offset: each.offset + contentOffset })),
    ...own.map((each) => ({ ...each, offset })),
  ];
}

const isElsewhere = /^(?:[a-z][a-z0-9+.-]*:|\/\/|#|$)/i;

function toTags(html: string): Tag[] {
  return Array.from(html.matchAll(tags), (match) => {
    const [, block, blockAttributes, content = "", plain, plainAttributes] = match;
    return {
      name: (block ?? plain)!.toLowerCase(),
      attributes: toAttributes(blockAttributes ?? plainAttributes ?? ""),
      offset: match.index,
      content,
      contentOffset: match.indices?.[3]?.[0] ?? match.index,
    };
  });
}

function toAttributes(text: string): ReadonlyMap<string, string> {
  const found = text.matchAll(/([^\s"'=/>]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g);
  return new Map(
    Array.from(found, ([, name, double, single, bare]) => [
      name!.toLowerCase(),
      double ?? single ?? bare ?? "",
    ]),
  );
}

function addressOf({ name, attributes }: Tag): string | undefined {
  const address = attributes.get(name === "link" ? "href" : "src");
  return address === undefined || isElsewhere.test(address) ? undefined : address;
}

function toImports({ name, attributes, offset }: Tag, specifier: string): WrittenImport[] {
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

function isCode({ attributes }: Tag): boolean {
  const type = attributes.get("type") ?? "";
  return /^(?:|module|(?:text|application)\/(?:java|ecma)script|text\/babel)$/i.test(type.trim());
}

/** An inline script, its offsets counted from the page's start. */
function readInline(
  { content, contentOffset, attributes }: Tag,
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
