import { unescapeReferences } from "../bundle/unescape.ts";

/** An element of a page, as its tag is written. */
export interface PageTag {
  /** In small letters: `img`. */
  readonly name: string;
  /** By their names in small letters, without the references of pages; the first where one is written twice. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly offset: number;
  /** Of a script or a style, what stands in it, and where. */
  readonly content: string;
  readonly contentOffset: number;
}

const starts = /<!--(?:-?>|[^]*?--!?>)|<([a-z][^\s/>]*)/gi;
/** Goes from one attribute to the next, and matches nothing at the tag's end. */
const attribute =
  /[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>][^\s>]*)|(?=>)))?/y;

/** Reads the tags of a page as browsers do (HTML §13.2.5). What comments, scripts and styles have of tags is none. */
export function* readPageTags(page: string): Generator<PageTag> {
  const pattern = new RegExp(starts);
  for (let found = pattern.exec(page); found !== null; found = pattern.exec(page)) {
    const name = found[1]?.toLowerCase();
    if (name === undefined) continue;
    const { attributes, end } = readAttributes(page, pattern.lastIndex);
    const contentOffset = page.indexOf(">", end) + 1 || page.length;
    const isClosed = page.startsWith("/>", contentOffset - 2) && attributes.has("src");
    const content = isClosed ? "" : contentOf(page, name, contentOffset);
    pattern.lastIndex = contentOffset + content.length;
    yield { name, attributes, offset: found.index, content, contentOffset };
  }
}

function readAttributes(page: string, start: number) {
  const attributes = new Map<string, string>();
  let end = start;
  attribute.lastIndex = start;
  for (let found = attribute.exec(page); found !== null; found = attribute.exec(page)) {
    const [, name = "", double, single, bare] = found;
    const key = name.toLowerCase();
    const value = double ?? single ?? bare ?? "";
    if (!attributes.has(key)) attributes.set(key, unescapeReferences(value));
    end = attribute.lastIndex;
  }
  return { attributes, end };
}

/** What is no page between two tags; components write `<script src="./a.ts" />`, with nothing in it. */
function contentOf(page: string, name: string, start: number): string {
  if (name !== "script" && name !== "style") return "";
  const rest = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  rest.lastIndex = start;
  return page.slice(start, rest.exec(page)?.index ?? page.length);
}
