import type { ParseResult, StaticExportEntry, StaticImport } from "oxc-parser";
import { isContractWord } from "servery/boundary";

import { findSpecifiers } from "./find-specifiers.ts";
import { escapedLetter, parseScript } from "./parse-script.ts";
import { toComputed } from "./to-computed.ts";
import { walkScript } from "./walk-script.ts";
import {
  nothingWritten,
  type WrittenComputed,
  type WrittenImport,
  type WrittenModule,
  type WrittenPattern,
} from "./written-module.ts";

/** How a script is read. */
export interface ScriptOptions {
  /** Its path; the ending says whether it is TypeScript. */
  readonly path: string;
  /** In `node_modules`: of these the environment is not asked for. */
  readonly packaged: boolean;
}

const between = String.raw`(?:\s|/\*[^]*?\*/|//.*)*`;
/** These are found in the syntax tree alone, which costs more than the rest. */
const inTree = new RegExp(
  String.raw`\brequire\b|Worker\b|\bimportScripts\b|${escapedLetter}|\bexport\b${between}\{${between}\}`,
);
const inOwnTree = /\bprocess\b|\bsecret\b|\bDeno\b|\bBun\b/;

/**
 * Reads what a script brings and asks for.
 * @throws SyntaxError for one that cannot be parsed.
 */
export function readScript(text: string, options: ScriptOptions): WrittenModule {
  const { path, packaged } = options;
  const parsed = parseScript(text, options);
  if (parsed === undefined) return nothingWritten;
  const {
    code,
    result,
    result: { module },
  } = parsed;
  const isTyped = /\.[cm]?tsx?$/.test(path);
  const walked =
    module.importMetas.length > 0 || inTree.test(code) || (!packaged && inOwnTree.test(code))
      ? walkScript(result.program, code, { packaged })
      : undefined;
  const dynamic = readDynamic(result, code, walked?.isDead);
  return {
    imports: [
      ...module.staticImports.flatMap((each) => toImport(each, code, isTyped)),
      ...toReexports(module, code),
      ...dynamic.imports,
      ...readPragma(text, path),
      ...(walked?.imports ?? []),
    ],
    patterns: [...dynamic.patterns, ...(walked?.patterns ?? [])],
    computed: packaged ? [] : [...dynamic.computed, ...(walked?.computed ?? [])],
    reads: walked?.reads ?? [],
    contract: readContract(module),
  };
}

function toImport(
  { moduleRequest, entries, start, end }: StaticImport,
  code: string,
  isTyped: boolean,
): WrittenImport[] {
  const isAll = entries.some(({ importName: { kind } }) => kind === "NamespaceObject");
  const written = {
    kind: "import",
    specifier: moduleRequest.value,
    offset: start,
    ...(isAll ? {} : { asks: entries.map(({ importName: { name } }) => name ?? "default") }),
  } as const;
  if (isTypeStatement(code.slice(start, end))) return [];
  if (entries.length === 0) return [written];
  const values = entries.filter(({ isType }) => !isType);
  if (values.length === 0) return [{ ...written, typesAlone: true }];
  if (!isTyped) return [written];
  return [{ ...written, doubtful: values.map(({ localName }) => localName.value) }];
}

function toReexports({ staticExports }: ParseResult["module"], code: string): WrittenImport[] {
  return staticExports.flatMap(({ entries, start, end }) => {
    const request = entries[0]?.moduleRequest;
    const statement = code.slice(start, end);
    // What is imported and exported later is recorded at its import, which is known already.
    if (!request || statement.startsWith("import") || isTypeStatement(statement)) return [];
    const written = {
      kind: "export",
      specifier: request.value,
      offset: start,
      ...toHandedOn(entries),
    } as const;
    const isTypes = entries.every((entry: StaticExportEntry) => entry.isType);
    return [isTypes ? { ...written, typesAlone: true } : written];
  });
}

/** Components are made by what a comment names: each file with JSX imports it. */
function readPragma(text: string, path: string): WrittenImport[] {
  const source = /\.[jt]sx$/.test(path) ? /@jsxImportSource\s+([^\s*]+)/.exec(text) : null;
  if (source === null) return [];
  return [{ kind: "import", specifier: `${source[1]}/jsx-runtime`, offset: source.index }];
}

/** Which names an export from another asks for, and which it gives. */
function toHandedOn(entries: readonly StaticExportEntry[]): Pick<WrittenImport, "asks" | "gives"> {
  const gives = entries.map(({ exportName: { name } }) => name);
  const asks = entries.map(({ importName: { name } }) => name);
  const isNamed = (name: string | null): name is string => name !== null;
  return {
    ...(gives.every(isNamed) ? { gives } : {}),
    ...(asks.every(isNamed) ? { asks } : {}),
  };
}

const gap = String.raw`(?:\s|/\*[^]*?\*/|//.*\n)`;
const typeStatement = new RegExp(
  String.raw`^(?:import|export)${gap}+type(?:${gap}*[{*]|${gap}+(?!from${gap}*["'])[\p{ID_Start}$_])`,
  "u",
);

/** `import type …`, but not `import type from "…"`, which imports a default by this name. */
function isTypeStatement(statement: string): boolean {
  return typeStatement.test(statement);
}

function readDynamic(
  { module }: ParseResult,
  code: string,
  isDead: ((offset: number) => boolean) | undefined,
): Pick<WrittenModule, "imports" | "patterns" | "computed"> {
  const imports: WrittenImport[] = [];
  const patterns: WrittenPattern[] = [];
  const computed: WrittenComputed[] = [];
  for (const { start: offset, end, moduleRequest } of module.dynamicImports) {
    if (isDead?.(offset) === true) continue;
    const found = findSpecifiers(code.slice(moduleRequest.start, moduleRequest.end));
    if (found === undefined) computed.push(toComputed(code, { start: offset, end }));
    for (const each of found ?? [])
      if (each.isGlob) patterns.push({ kind: "dynamic", globs: [each.text], query: "", offset });
      else imports.push({ kind: "dynamic", specifier: each.text, offset });
  }
  return { imports, patterns, computed };
}

function readContract({ staticImports, staticExports }: ParseResult["module"]) {
  const entries = staticExports.flatMap((each) => each.entries).filter(({ isType }) => !isType);
  const speaks =
    staticImports.some(
      ({ moduleRequest, entries: names }) =>
        moduleRequest.value === "servery" &&
        names.some(({ isType, importName: { kind, name } }) =>
          isType ? false : isContractWord(kind === "NamespaceObject" ? "*" : (name ?? "default")),
        ),
    ) ||
    entries.some(
      ({ moduleRequest, importName: { name, kind } }) =>
        moduleRequest?.value === "servery" &&
        kind !== "AllButDefault" &&
        isContractWord(name ?? "*"),
    );
  return speaks ? new Set(entries.flatMap(({ exportName }) => exportName.name ?? [])) : undefined;
}
