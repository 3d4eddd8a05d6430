import { ServeryError } from "../base/servery-error.ts";
import type { ImportedName } from "./module-names.ts";
import { type ModuleRecord, type Program, toModuleRecord } from "./module-record.ts";
import { referencesOf } from "./references.ts";

type Statement = Program["body"][number];

/**
 * Cuts a module down to some of its exports and the declarations that these need, so that nothing else
 * of it reaches a browser. Statements that declare nothing are dropped.
 * @throws ServeryError `cannot_expose` for an export that cannot be cut out.
 */
export async function keepExports(
  file: string,
  source: string,
  names: readonly string[],
): Promise<string> {
  const record = await toModuleRecord(file, source);
  const { code } = record;
  const lines = names.map((name) => toExportLine(file, record, name));
  const declarations = record.program().body.flatMap((statement) => toDeclaration(statement, code));
  const roots = lines.flatMap(({ local }) => (local === undefined ? [] : [local]));
  const needed = findNeeded(declarations, roots);
  const imports = record.imports.filter(({ local }) => local !== undefined && needed.has(local));
  const kept = declarations.filter((each) => each.names.some((name) => needed.has(name)));
  return [
    ...imports.map(toImportLine),
    ...kept.map(({ text }) => text),
    ...lines.map(({ text }) => text),
  ]
    .join("\n")
    .concat("\n");
}

interface ExportLine {
  readonly text: string;
  readonly local: string | undefined;
}

function toExportLine(file: string, { exports }: ModuleRecord, name: string): ExportLine {
  const found = exports.find(({ exported }) => exported === name);
  if (found === undefined || (found.local === undefined && found.from === undefined))
    throw new ServeryError(
      "cannot_expose",
      `"${name}" of ${file} cannot be exposed: only what the module itself exports by name can, not "default" nor what comes through "export *".`,
    );
  const { from, local } = found;
  if (from === undefined) return { text: `export { ${local} as ${name} };`, local };
  const source = JSON.stringify(from.specifier);
  const text = from.imported === "*" ? `* as ${name}` : `{ ${from.imported} as ${name} }`;
  return { text: `export ${text} from ${source};`, local: undefined };
}

interface Declaration {
  readonly names: readonly string[];
  readonly references: ReadonlySet<string>;
  readonly text: string;
}

function toDeclaration(statement: Statement, code: string): Declaration[] {
  const node = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
  const names = node === null ? [] : declaredNames(node);
  if (node === null || names.length === 0) return [];
  return [{ names, references: referencesOf(node), text: code.slice(node.start, node.end) }];
}

function declaredNames(node: { readonly type: string }): readonly string[] {
  const { type, id, declarations } = node as {
    type: string;
    id?: unknown;
    declarations?: readonly { id: unknown }[];
  };
  if (type === "VariableDeclaration")
    return (declarations ?? []).flatMap((each) => [...referencesOf(each.id)]);
  const named =
    type === "FunctionDeclaration" || type === "ClassDeclaration" || type === "TSEnumDeclaration";
  return named ? [...referencesOf(id)] : [];
}

function findNeeded(
  declarations: readonly Declaration[],
  roots: readonly string[],
): ReadonlySet<string> {
  const needed = new Set(roots);
  // A set's iteration also visits what is added to it meanwhile.
  for (const name of needed)
    for (const declaration of declarations)
      if (declaration.names.includes(name))
        for (const reference of declaration.references) needed.add(reference);
  return needed;
}

function toImportLine({ specifier, imported, local }: ImportedName): string {
  const source = JSON.stringify(specifier);
  if (imported === "*") return `import * as ${local} from ${source};`;
  return `import { ${imported} as ${local} } from ${source};`;
}
