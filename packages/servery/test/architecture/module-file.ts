import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";

import { parseSync, type Program, Visitor } from "oxc-parser";

/** One place where a module names another. */
export interface ModuleImport {
  /** As written; `undefined` when it is computed, so that nobody can know. */
  readonly specifier: string | undefined;
  readonly typeOnly: boolean;
}

/** A source file as the rules see it. */
export interface ModuleFile {
  /** Relative to `src`, with slashes: `lib/base/path-pattern.ts`. */
  readonly path: string;
  readonly imports: readonly ModuleImport[];
  readonly program: Program;
  readonly lineCount: number;
}

/** Parses one file; a syntax error throws, for a file that cannot be read cannot be vouched for. */
export function parseModuleFile(path: string, source: string): ModuleFile {
  const { program, errors } = parseSync(path, source);
  if (errors[0] !== undefined) throw new Error(`${path}: ${errors[0].message}`);
  return {
    path,
    program,
    imports: importsOf(program),
    lineCount: source.trimEnd().split("\n").length,
  };
}

/** All TypeScript files below a folder. */
export function readModuleFiles(root: string): readonly ModuleFile[] {
  return readdirSync(root, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /\.[cm]?[jt]sx?$/.test(path))
    .toSorted()
    .map((path) => parseModuleFile(path, readFileSync(join(root, path), "utf8")));
}

/** True for what does not ship: tests, and the suites and fixtures that they share. */
export function isTest(path: string): boolean {
  return /\.(test|test-d|conformance|fixture)\.tsx?$/.test(path) || path.includes("/fixtures/");
}

/** The file, relative to `src`, that a relative specifier means; `undefined` for packages. */
export function targetOf(file: ModuleFile, { specifier }: ModuleImport): string | undefined {
  if (specifier === undefined || !/^\.{1,2}\//.test(specifier)) return undefined;
  return posix.join(posix.dirname(file.path), specifier);
}

function importsOf(program: Program): readonly ModuleImport[] {
  const imports: ModuleImport[] = [];
  const add = (node: unknown, typeOnly: boolean) =>
    imports.push({ specifier: literalText(node), typeOnly });
  new Visitor({
    ImportDeclaration: ({ source, importKind }) => add(source, importKind === "type"),
    ExportNamedDeclaration: ({ source, exportKind }) =>
      source && add(source, exportKind === "type"),
    ExportAllDeclaration: ({ source, exportKind }) => add(source, exportKind === "type"),
    ImportExpression: ({ source }) => add(source, false),
    TSImportType: ({ source }) => add(source, true),
    TSExternalModuleReference: ({ expression }) => add(expression, false),
    CallExpression: ({ callee, arguments: [first] }) => isRequire(callee) && add(first, false),
    NewExpression: ({ callee, arguments: [first, second] }) =>
      isNamed(callee, "URL") && isOwnUrl(second) && add(first, false),
  }).visit(program);
  return imports;
}

/** `require(…)`, and `process.getBuiltinModule(…)`, which does the same for what Node brings. */
function isRequire(callee: unknown): boolean {
  return (
    isNamed(callee, "require") ||
    isNamed((callee as { property?: unknown }).property, "getBuiltinModule")
  );
}

/** `import.meta.url`: what is resolved against it is a file of ours, such as a worker's. */
function isOwnUrl(node: unknown): boolean {
  return (node as { object?: { type?: unknown } } | undefined)?.object?.type === "MetaProperty";
}

function isNamed(node: unknown, name: string): boolean {
  return (node as { name?: unknown } | undefined)?.name === name;
}

function literalText(node: unknown): string | undefined {
  const value = (node as { value?: unknown } | undefined)?.value;
  return typeof value === "string" ? value : undefined;
}
