import type { SqlToken } from "./sql-tokens.ts";

/** The parts between the outermost parentheses, by their commas, and what comes after. */
export function splitDefinitions(tokens: readonly SqlToken[]): {
  readonly parts: SqlToken[][];
  readonly rest: SqlToken[];
} {
  const parts: SqlToken[][] = [[]];
  let depth = 0;
  for (const [index, token] of tokens.entries()) {
    const sign = token.kind === "sign" ? token.text : "";
    if (sign === ")" && --depth === 0) return { parts, rest: tokens.slice(index + 1) };
    if (sign === "," && depth === 1) parts.push([]);
    else if (depth > 0) parts.at(-1)?.push(token);
    if (sign === "(") depth++;
  }
  return { parts, rest: [] };
}
