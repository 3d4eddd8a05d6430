import { type ParserOptions, type ParseResult, parseSync } from "oxc-parser";

/** An escape in the place of a letter, of which names may be made: `\u0072equire`. */
export const escapedLetter = String.raw`\\u(?:00|\{0*)[4-7][\da-fA-F]`;

/** Imports end where their brackets or texts do, and are told without what is done with their names. */
const closed = String.raw`\bimport\b|\bfrom\s*(?:["']|/[*/])|@jsxImportSource`;
/**
 * By these more is brought, and by no others. What they give may go on for lines, or have a name that is used further down,
 * and what is meant by `servery` depends on the whole of a module.
 */
const open = String.raw`\bimport\s*\.|\brequire\b|Worker\b|\bimportScripts\b|["']servery["']|${escapedLetter}`;
/** The app's own code asks for its environment too. */
const asking = String.raw`\bprocess\b|\bsecret\b|\bDeno\b|\bBun\b|\bloadEnv\b`;
const imports = new RegExp(closed, "g");
const others = new RegExp(`${open}|${asking}`);
const othersInPackages = new RegExp(open);

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
 * Parses what of a script can bring or ask for something. Where that is imports alone, mostly its first lines, up to the
 * last import. They are taken for themselves if they are a whole program: a statement that ends with a line is the same
 * whatever follows. In the midst of a text, a comment, a function or JSX they are no program, and the whole is parsed.
 * @returns undefined for a script that brings nothing.
 * @throws SyntaxError for one that cannot be parsed.
 */
export function parseScript(
  code: string,
  { path, packaged }: ParseOptions,
): ParsedScript | undefined {
  const head = (packaged ? othersInPackages : others).test(code) ? code : headOf(code);
  if (head === "") return undefined;
  const options: ParserOptions = packaged ? { sourceType: "unambiguous" } : {};
  if (head.length < code.length) {
    const result = parseSync(path, head, options);
    const { importMetas } = result.module;
    // A comment may stand within `import.meta`, and more of it on the next line.
    if (result.errors[0] === undefined && importMetas.length === 0) return { code: head, result };
  }
  const result = parseSync(path, code, options);
  if (result.errors[0] === undefined) return { code, result };
  // Packages may be CommonJS without saying so.
  const again = packaged ? parseSync(path, code, { sourceType: "commonjs" }) : result;
  if (again.errors[0] !== undefined) throw new SyntaxError(result.errors[0].message);
  return { code, result: again };
}

/** A script up to the end of the line with its last import. */
function headOf(code: string): string {
  let last = -1;
  imports.lastIndex = 0;
  while (imports.test(code)) last = imports.lastIndex;
  if (last === -1) return "";
  const end = code.indexOf("\n", last);
  // Parsing twice must not cost more than it spares.
  return end === -1 || end > code.length * 0.7 ? code : code.slice(0, end + 1);
}
