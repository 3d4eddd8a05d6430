import { parse, type ParserOptions, type ParseResult, parseSync } from "oxc-parser";

/**
 * A script brings something, or asks for something, only by one of these words. Names may be written with escapes. What is
 * meant by `servery` depends on the whole of a module.
 */
const telling =
  /\bimport\b|\bfrom\s*(?:["']|\/[*/])|\brequire\b|\bprocess\b|\bsecret\b|Worker\b|\bimportScripts\b|\bDeno\b|\bBun\b|\bloadEnv\b|@jsxImportSource|\\u/g;
const contractual = /["']servery["']/;

/** A script's syntax, of as much of it as matters. */
export interface ParsedScript {
  readonly code: string;
  readonly result: ParseResult;
}

interface ParseOptions {
  readonly path: string;
  /** In `node_modules`. */
  readonly packaged: boolean;
}

/**
 * Parses what of a script can bring or ask for something: mostly its first lines. They are taken for themselves if they are
 * a whole program: a statement that ends with a line is the same whatever follows, if none of what follows is one of the
 * words. In the midst of a text, a comment, a function or JSX they are no program, and the whole is parsed.
 * @returns undefined for a script that brings nothing.
 * @throws SyntaxError for one that cannot be parsed.
 */
export async function parseScript(
  code: string,
  { path, packaged }: ParseOptions,
): Promise<ParsedScript | undefined> {
  const head = headOf(code);
  if (head === "") return undefined;
  const options: ParserOptions = packaged ? { sourceType: "unambiguous" } : {};
  if (head.length < code.length) {
    const result = parseSync(path, head, options);
    if (result.errors[0] === undefined) return { code: head, result };
  }
  const result = await parse(path, code, options);
  if (result.errors[0] === undefined) return { code, result };
  // Packages may be CommonJS without saying so.
  const again = packaged ? await parse(path, code, { sourceType: "commonjs" }) : result;
  if (again.errors[0] !== undefined) throw new SyntaxError(result.errors[0].message);
  return { code, result: again };
}

/** A script up to the end of the line in which one of the words stands last. */
function headOf(code: string): string {
  let last = -1;
  telling.lastIndex = 0;
  for (let found = telling.exec(code); found !== null; found = telling.exec(code))
    last = telling.lastIndex;
  if (last === -1) return "";
  const end = code.indexOf("\n", last);
  // Parsing twice must not cost more than it spares.
  return end === -1 || end > code.length * 0.7 || contractual.test(code)
    ? code
    : code.slice(0, end + 1);
}
