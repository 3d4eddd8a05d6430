import { isWord, nameOf, type SqlToken, tokenizeSql } from "./sql-tokens.ts";

/** What a virtual table shows. */
export interface VirtualSource {
  /** Whether it shows nothing but what is in its shadow tables, and in `content`. */
  readonly isKnown: boolean;
  /** The table whose rows it shows, as it spells it. */
  readonly content: string | undefined;
}

/** Modules that keep all they have in shadow tables, which have keys that are never NULL. */
const keeping = new Set(["fts3", "fts4", "fts5", "rtree", "rtree_i32", "geopoly"]);

/** Reads a CREATE VIRTUAL TABLE statement. */
export function toVirtualSource(sql: string): VirtualSource {
  const tokens = tokenizeSql(sql);
  const at = tokens.findIndex((token) => isWord(token, "USING"));
  const module = tokens[at + 1];
  const keeps = module !== undefined && keeping.has((nameOf(module) ?? "").toLowerCase());
  const value = findContent(tokens.slice(at + 2));
  const content = value === undefined ? "" : nameOf(value);
  return { isKnown: keeps && content !== undefined, content: content === "" ? undefined : content };
}

/** The value of the option `content`. FTS5 takes the beginnings of an option's name for the name. */
function findContent(options: readonly SqlToken[]): SqlToken | undefined {
  const at = options.findIndex(
    (token, index) =>
      token.kind === "word" &&
      "content".startsWith(token.text.toLowerCase()) &&
      options[index + 1]?.text === "=",
  );
  return at === -1 ? undefined : options[at + 2];
}
