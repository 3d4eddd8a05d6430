import { extname } from "node:path";

/** What of Vite 7 reads TypeScript: a compiler, and a parser of what comes out. Vite 8 has one parser for both. */
interface Vite7 {
  transformWithEsbuild(code: string, file: string, options: object): Promise<{ code: string }>;
  parseAstAsync(code: string, options?: { readonly jsx?: boolean }): Promise<unknown>;
}

/** A module without its types, and its syntax tree. */
export interface PlainSyntax {
  readonly code: string;
  readonly program: unknown;
}

/**
 * Takes the types out of a module, and nothing else: what is imported stays, whoever uses it.
 * @param vite a Vite that has no parser for TypeScript
 */
export async function parseWithoutTypes(
  vite: object,
  file: string,
  text: string,
): Promise<PlainSyntax> {
  const { transformWithEsbuild, parseAstAsync } = vite as Vite7;
  const { code } = await transformWithEsbuild(text, file, {
    loader: extname(file).replace(/^\.[cm]?/, ""),
    target: "esnext",
    jsx: "preserve",
    sourcemap: false,
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  return { code, program: await parseAstAsync(code, { jsx: true }) };
}
