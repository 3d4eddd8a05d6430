import { type Node, type Program, Visitor } from "oxc-parser";

import { type Declaration, resolveNames } from "../../source/declarations.ts";
import { unwrap } from "../../source/syntax.ts";
import { isDefineConfig } from "./config-syntax.ts";

/** What names stand for in a configuration's file. */
export interface ConfigScope {
  /** What a constant is made by, as long as nobody can change it. */
  madeBy(identifier: Node): Node | undefined;
  /** An imported name, as `specifier#name`. */
  importedAs(identifier: Node): string | undefined;
  /** Whether a name is nobody's of this file. */
  isGlobal(identifier: Node): boolean;
}

export function toScope(program: Program): ConfigScope {
  const { references } = resolveNames(program);
  const constants = new Set<Node>();
  new Visitor({
    VariableDeclaration({ kind, declarations }) {
      if (kind === "const") for (const each of declarations) constants.add(each);
    },
  }).visit(program);
  const declarationOf = (node: Node) => references.get(node)?.declaration;
  const changeable = new Set<Declaration>();
  const scope: ConfigScope = {
    madeBy(identifier) {
      const declaration = declarationOf(identifier);
      if (declaration?.kind !== "variable" || !constants.has(declaration.declarator))
        return undefined;
      const { id, init } = declaration.declarator;
      if (init === null || id.type !== "Identifier") return undefined;
      return isFixed(init) || !changeable.has(declaration) ? init : undefined;
    },
    importedAs(identifier) {
      const declaration = declarationOf(identifier);
      return declaration?.kind === "import"
        ? `${declaration.specifier}#${declaration.imported}`
        : undefined;
    },
    isGlobal: (identifier) => declarationOf(identifier) === undefined,
  };
  for (const { declaration, parent } of references.values())
    if (declaration !== undefined && !isPlainUse(parent, scope)) changeable.add(declaration);
  return scope;
}

/** What is no object, nor another name for one. */
function isFixed(made: Node): boolean {
  return !["ObjectExpression", "ArrayExpression", "Identifier"].includes(unwrap(made).type);
}

/** Where an object is put somewhere as it is, and nobody gets hold of it to change it. */
function isPlainUse(parent: Node | null, scope: ConfigScope): boolean {
  switch (parent?.type) {
    case "ArrayExpression":
    case "ArrowFunctionExpression":
    case "ExportDefaultDeclaration":
    case "Property":
    case "ReturnStatement":
    case "SpreadElement":
      return true;
    case "CallExpression":
      return isDefineConfig(parent.callee, scope);
    default:
      return false;
  }
}
