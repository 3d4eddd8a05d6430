import type { Node } from "oxc-parser";

import { identifiersOf } from "../../check/source/declarations.ts";
import type { SourceFile } from "../../check/source/source-file.ts";

const known = new WeakMap<SourceFile, ReadonlyMap<string, Node>>();

/** The names that a file declares or imports outside of all functions, for what names them without being an expression. */
export function topLevelNames(file: SourceFile): ReadonlyMap<string, Node> {
  const before = known.get(file);
  if (before !== undefined) return before;
  const names = new Map(file.program.body.flatMap(namesOf));
  known.set(file, names);
  return names;
}

function namesOf(statement: Node): readonly (readonly [string, Node])[] {
  switch (statement.type) {
    case "ImportDeclaration":
      return statement.specifiers.map((each) => [each.local.name, each]);
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      return statement.declaration === null ? [] : namesOf(statement.declaration);
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return statement.id ? [[statement.id.name, statement.id]] : [];
    case "VariableDeclaration":
      return statement.declarations
        .flatMap(({ id }) => identifiersOf(id))
        .map((id) => [id.name, id]);
    default:
      return [];
  }
}
