import { type ParserOptions, type ParseResult, parseSync } from "oxc-parser";

/** An escape in the place of a letter, of which names may be made: `\u0072equire`. */
export const escapedLetter = String.raw`\\u(?:00|\{0*)[4-7][\da-fA-F]`;

/** A script brings something only by one of these words, and only by these a package asks for something. */
const bringing = String.raw`\bimport\b|\bfrom\s*(?:["']|/[*/])|\brequire\b|Worker\b|\bimportScripts\b|@jsxImportSource|${escapedLetter}`;
/** The app's own code asks for its environment too. What is meant by `servery` depends on the whole of a module. */
const asking = String.raw`\bprocess\b|\bsecret\b|\bDeno\b|\bBun\b|\bloadEnv\b`;
const telling = new RegExp(`${bringing}|${asking}`, "g");
const tellingInPackages = new RegExp(bringing, "g");
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
export function parseScript(
  code: string,
  { path, packaged }: ParseOptions,
): ParsedScript | undefined {
  const head = headOf(code, packaged ? tellingInPackages : telling);
  if (head === "") return undefined;
  const options: ParserOptions = packaged ? { sourceType: "unambiguous" } : {};
  if (head.length < code.length) {
    const result = parseSync(path, head, options);
    if (result.errors[0] === undefined) return { code: head, result };
  }
  const result = parseSync(path, code, options);
  if (result.errors[0] === undefined) return { code, result };
  // Packages may be CommonJS without saying so.
  const again = packaged ? parseSync(path, code, { sourceType: "commonjs" }) : result;
  if (again.errors[0] !== undefined) throw new SyntaxError(result.errors[0].message);
  return { code, result: again };
}

/** A script up to the end of the line in which one of the words stands last. */
function headOf(code: string, words: RegExp): string {
  let last = -1;
  words.lastIndex = 0;
  while (words.test(code)) last = words.lastIndex;
  if (last === -1) return "";
  const end = code.indexOf("\n", last);
  // Parsing twice must not cost more than it spares.
  return end === -1 || end > code.length * 0.7 || contractual.test(code)
    ? code
    : code.slice(0, end + 1);
}
