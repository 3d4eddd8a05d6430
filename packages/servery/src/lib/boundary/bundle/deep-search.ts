import { findKeys } from "../secrets/key-formats.ts";
import type { NeedleHit, NeedleSearch } from "../secrets/needle-search.ts";
import type { Needle } from "../secrets/needles.ts";
import { withoutPartHits } from "../secrets/secret-parts.ts";
import { type AssetKind, signatureOf } from "./asset-kind.ts";
import type { AssetTools } from "./asset-tools.ts";
import { findDataAddresses, findEncoded, fromUtf8 } from "./encoded-runs.ts";
import { type FoldedString, foldStrings } from "./fold/fold-strings.ts";
import { gatherSightings } from "./gather-sightings.ts";
import { findPageParts } from "./page-parts.ts";
import { inPlaceOf, type Part } from "./part.ts";
import type { Sighting } from "./sighting.ts";
import { readSources } from "./source-map.ts";
import { isSuspicious } from "./suspicious-constant.ts";
import { unescapeStyle, unescapeText } from "./unescape.ts";

export interface DeepSearch {
  /**
   * Searches a text in all that is in it.
   * @param bytes what it was made of, where that is more than the text says
   */
  search(text: string, kind: AssetKind, bytes?: Uint8Array): TextVerdict;
}

interface TextVerdict {
  readonly sightings: readonly Sighting[];
  /** Why something could not be looked at. */
  readonly reasons: Set<string>;
}

/** What is encoded within what is encoded is followed so far. */
const deepest = 4;

/** Program text that is larger is searched as it is, and told of. */
const largestProgram = 1 << 25;

/** Brackets within brackets beyond this are no program that anybody wrote, and more than parsers bear. */
const deepestBrackets = 1500;

/** The largest that is looked at of what was compressed and then encoded. */
const largestPacked = 1 << 23;

/** Makes what searches a text in all its layers: as it is, and what it has put together, escaped, encoded and compressed. */
export function createDeepSearch(needles: NeedleSearch, tools: AssetTools): DeepSearch {
  return {
    search(text, kind, bytes) {
      const budget = { left: 16 * text.length + (1 << 23) };
      const reasons = new Set<string>();
      const sightings = searchIn({ text, kind, bytes }, 0, { needles, tools, budget, reasons });
      if (budget.left < 0) reasons.add("more is encoded in it than is looked at");
      return { sightings, reasons };
    },
  };
}

interface Search {
  readonly needles: NeedleSearch;
  readonly tools: AssetTools;
  /** Characters that may still be looked at, so that no file can make the search take forever. */
  readonly budget: { left: number };
  readonly reasons: Set<string>;
}

interface Content {
  readonly text: string;
  readonly kind: AssetKind;
  readonly bytes?: Uint8Array | undefined;
}

function searchIn(content: Content, depth: number, search: Search): readonly Sighting[] {
  search.budget.left -= content.text.length;
  if (search.budget.left < 0) return [];
  const found = gatherSightings();
  found.add(findSecrets(content, search.needles));
  found.add(findFormats(content.text));
  if (depth >= deepest) return found.all();
  for (const part of findParts(content, depth, search))
    found.add(searchIn(part, depth + 1, search).map((inner) => place(inner, part)));
  if (programs.has(content.kind))
    for (const folded of foldIn(content, search))
      found.add(searchFolded(folded, content, depth, search));
  return found.all();
}

/** What is read as a program. JSON is an expression. */
const programs: ReadonlySet<AssetKind> = new Set(["script", "typescript", "code", "json"]);

function place(inner: Sighting, part: Part): Sighting {
  const ways = part.way === undefined ? inner.ways : [part.way, ...inner.ways];
  if (part.file !== undefined) {
    const { file, text } = inner.within ?? { file: undefined, text: part.text };
    const path = file === undefined ? part.file : `${part.file} › ${file}`;
    return { ...inner, ways, within: { file: path, text } };
  }
  return inner.within === undefined ? { ...inner, ways, ...part.place(inner) } : { ...inner, ways };
}

function findSecrets({ text, bytes }: Content, needles: NeedleSearch): Sighting[] {
  if (needles.isEmpty) return [];
  const hits = fewOfEach(withoutPartHits(needles.findAll(bytes ?? text)));
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  // Of bytes that are not the text's characters, those before are counted.
  const isSame = bytes === undefined || bytes.length === text.length;
  const toUnits = (at: number) => (isSame ? at : decoder.decode(bytes.subarray(0, at)).length);
  return hits.map(({ needle, start, end }) => ({
    seen: { rule: "bundle/secret", name: needle.secret, encoding: needle.encoding },
    ways: [],
    start: toUnits(start),
    end: toUnits(end),
  }));
}

/** A needle that is everywhere is told often enough. */
function fewOfEach(hits: readonly NeedleHit[]): readonly NeedleHit[] {
  const counts = new Map<Needle, number>();
  return hits.filter(({ needle }) => {
    const count = (counts.get(needle) ?? 0) + 1;
    counts.set(needle, count);
    return count <= 50;
  });
}

function findFormats(text: string): Sighting[] {
  return findKeys(text).map((key) => ({
    seen: { rule: "bundle/key-format", key },
    ways: [],
    start: key.start,
    end: key.end,
  }));
}

function* findParts(content: Content, depth: number, { tools, reasons }: Search): Generator<Part> {
  const { text, kind } = content;
  if (kind === "map") {
    const sources = readSources(text);
    if (sources === undefined) reasons.add("it is no source map that can be read");
    else yield* sources;
  }
  if (kind === "html") yield* findPageParts(text);
  if (kind === "css" || kind === "html") yield* [unescapeStyle(text) ?? []].flat();
  // Each second byte of UTF-16, as WebAssembly's strings often are.
  if (text.includes("\0")) {
    const stretch = { start: 0, end: text.length };
    yield inPlaceOf(stretch, { text: text.replaceAll("\0", ""), kind: "text", way: "UTF-16" });
  }
  if (kind !== "binary") yield* [unescapeText(text) ?? []].flat();
  yield* findDataAddresses(text);
  for (const part of findEncoded(text)) yield* open(part, depth, tools);
}

/** What was encoded may be text, or compressed. */
function open(part: Part, depth: number, tools: AssetTools): readonly Part[] {
  const { text } = part;
  const start = Uint8Array.from(text.slice(0, 8), (unit) => unit.charCodeAt(0));
  const format = signatureOf(start);
  if (format === undefined) return [{ ...part, text: fromUtf8(text), kind: likelyKind(text) }];
  if (depth >= deepest) return [part];
  try {
    const bytes = Uint8Array.from(text, (unit) => unit.charCodeAt(0));
    const inner = new TextDecoder().decode(tools.decompress(bytes, format, largestPacked));
    return [
      part,
      { ...part, text: inner, kind: likelyKind(inner), way: `${format} in ${part.way}` },
    ];
  } catch {
    return [part];
  }
}

const joins =
  /["'`\])]\s*(?:\+|\.\s*(?:concat|join|split|reverse|replace))|fromCharCode|atob\(|\$\{/;

/** Whether a text puts texts together, if it is a program. */
function likelyKind(text: string): AssetKind {
  return text.length >= 24 && joins.test(text) && !hasControls(text) ? "code" : "text";
}

function hasControls(text: string): boolean {
  for (let at = 0; at < Math.min(text.length, 200); at++) {
    const unit = text.charCodeAt(at);
    if (unit < 9 || (unit > 13 && unit < 32)) return true;
  }
  return false;
}

function searchFolded(
  folded: FoldedString,
  { text }: Content,
  depth: number,
  search: Search,
): readonly Sighting[] {
  const stretch = { start: folded.start, end: folded.end };
  const guess: readonly Sighting[] = isSuspicious(folded.name, folded.text)
    ? [{ seen: { rule: "bundle/entropy", name: folded.name! }, ways: [], ...stretch }]
    : [];
  if (isPlain(folded, text)) return guess;
  const kind = likelyKind(folded.text);
  const part = inPlaceOf(stretch, { text: folded.text, kind, way: "a constant" });
  return [...searchIn(part, depth + 1, search).map((inner) => place(inner, part)), ...guess];
}

/** Whether it stands in the text as it is, where it was searched already, and is nothing more. */
function isPlain({ text, start, end, isLiteral }: FoldedString, source: string): boolean {
  return (
    isLiteral &&
    end - start === text.length + 2 &&
    likelyKind(text) === "text" &&
    source.startsWith(text, start + 1)
  );
}

function foldIn({ text, kind }: Content, { tools, reasons }: Search): readonly FoldedString[] {
  const tell = (reason: string) => {
    if (kind === "script") reasons.add(reason);
    return [];
  };
  if (text.length > largestProgram)
    return tell("it is too large for its constants to be put together");
  if (nestsDeeper(text, deepestBrackets))
    return tell("it nests too deeply for its constants to be put together");
  const languages = kind === "typescript" ? (["tsx", "ts"] as const) : (["js"] as const);
  for (const language of languages) {
    const program = tools.parse(kind === "json" ? `(${text})` : text, language);
    if (program === undefined) continue;
    const { strings, stopped } = foldStrings(program);
    if (stopped) reasons.add("its constants make more than is looked at");
    if (kind !== "json") return strings;
    return strings.map((each) => ({ ...each, start: each.start - 1, end: each.end - 1 }));
  }
  return tell("it is no program that can be read, so its constants could not be put together");
}

function nestsDeeper(text: string, most: number): boolean {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 0x28 || unit === 0x5b || unit === 0x7b) {
      if (++depth > most) return true;
    } else if ((unit === 0x29 || unit === 0x5d || unit === 0x7d) && depth > 0) depth--;
  }
  return false;
}
