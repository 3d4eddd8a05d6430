import { kindOfFile } from "./asset-kind.ts";
import { inPlaceOf, type Part } from "./part.ts";

/**
 * The sources that a map carries (ECMA-426), each by itself, also those of the maps within an index map.
 * @returns `undefined` where it is no map.
 */
export function readSources(text: string): readonly Part[] | undefined {
  try {
    // "If the response starts with )]}' the first line is to be ignored" (ECMA-426 §3.1).
    const map: unknown = JSON.parse(
      text.replace(/^\uFEFF?\)\]\}'?[^\n]*\n/, "").replace(/^\uFEFF/, ""),
    );
    return isRecord(map) ? [...sourcesOf(map, text.length)] : undefined;
  } catch {
    return undefined;
  }
}

function* sourcesOf(first: Record<string, unknown>, length: number): Generator<Part> {
  const waiting = [first];
  for (let map = waiting.pop(); map !== undefined; map = waiting.pop()) {
    const { sources, sourcesContent, sections } = map;
    if (Array.isArray(sections))
      for (const section of sections)
        if (isRecord(section) && isRecord(section["map"])) waiting.push(section["map"]);
    if (!Array.isArray(sourcesContent)) continue;
    for (const [at, content] of sourcesContent.entries()) {
      if (typeof content !== "string") continue;
      const source: unknown = Array.isArray(sources) ? sources[at] : undefined;
      const file = typeof source === "string" ? source : `source ${at + 1}`;
      const kind = kindOfFile(file);
      // A source in a language of its own, such as Flow in `.js`, was compiled: that it is none to us is no news.
      const isProgram = kind === "script" || kind === "text";
      const read = isProgram ? "typescript" : kind;
      yield inPlaceOf({ start: 0, end: length }, { text: content, kind: read, file });
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
