import type { Class, Node, Program, VariableDeclarator } from "oxc-parser";
import { isReferenceIdentifier, ScopeTracker, walk } from "oxc-walker";

import { type FunctionNode, isClass, isErased, isFunction } from "./syntax.ts";

/** What a name stands for in its file. One object for each declaration, so that two can be compared. */
export type Declaration = { readonly name: string; readonly id: Node } & (
  | { readonly kind: "variable"; readonly declarator: VariableDeclarator }
  | { readonly kind: "function"; readonly node: FunctionNode }
  | { readonly kind: "class"; readonly node: Class }
  | {
      readonly kind: "import";
      readonly specifier: string;
      /** The name in the other module; `*` for all of them. */
      readonly imported: string;
    }
  /** A parameter, a caught error, an enumeration: its value is not written here. */
  | { readonly kind: "unknown" }
);

/** A place where a name is used. */
interface Reference {
  /** `undefined` for a global. */
  readonly declaration: Declaration | undefined;
  readonly parent: Node | null;
}

/** What each name of a file stands for. */
export interface Names {
  /** The uses of names as values, by their identifiers. */
  readonly references: ReadonlyMap<Node, Reference>;
  /** The names that the file declares, by their identifiers. */
  declarationAt(id: Node): Declaration | undefined;
}

/** Finds out what each name of a program stands for, with the scopes that JavaScript gives them. */
export function resolveNames(program: Program): Names {
  const tracker = new ScopeTracker({ preserveExitedScopes: true });
  const declared = collectDeclarations(program, tracker);
  tracker.freeze();
  const references = new Map<Node, Reference>();
  walk(program, {
    scopeTracker: tracker,
    enter(node, parent) {
      if (isErased(node) || isReExport(node)) return this.skip();
      if (node.type !== "Identifier" || !isReferenceIdentifier(node, parent)) return;
      const found = tracker.getDeclaration(node.name);
      const declaration = found === null ? undefined : toDeclaration(declared, node.name, found);
      if (declaration?.id !== node) references.set(node, { declaration, parent });
    },
  });
  return { references, declarationAt: (id) => declared.get(id) };
}

type Found = NonNullable<ReturnType<ScopeTracker["getDeclaration"]>>;

function toDeclaration(
  declared: Map<Node, Declaration>,
  name: string,
  { type, node }: Found,
): Declaration {
  // Of a function the tracker keeps the whole, of everything else the identifier.
  const id = type === "Function" && isFunction(node) ? (node.id ?? node) : node;
  const known = declared.get(id);
  if (known !== undefined) return known;
  const unknown: Declaration = { kind: "unknown", name, id };
  declared.set(id, unknown);
  return unknown;
}

function collectDeclarations(program: Program, tracker: ScopeTracker): Map<Node, Declaration> {
  const declared = new Map<Node, Declaration>();
  const add = (declaration: Declaration) => declared.set(declaration.id, declaration);
  walk(program, {
    scopeTracker: tracker,
    enter(node) {
      if (node.type === "VariableDeclarator")
        for (const id of identifiersOf(node.id))
          add({ kind: "variable", name: id.name, id, declarator: node });
      else if (isFunction(node) && node.id)
        add({ kind: "function", name: node.id.name, id: node.id, node });
      else if (isClass(node) && node.id)
        add({ kind: "class", name: node.id.name, id: node.id, node });
      else if (node.type === "ImportDeclaration")
        for (const each of node.specifiers) {
          const { name } = each.local;
          // The tracker keeps the specifier.
          add({
            kind: "import",
            name,
            id: each,
            specifier: node.source.value,
            imported: toImported(each),
          });
        }
    },
  });
  return declared;
}

type ImportSpecifier = Extract<Node, { type: "ImportDeclaration" }>["specifiers"][number];

function toImported(specifier: ImportSpecifier): string {
  if (specifier.type === "ImportNamespaceSpecifier") return "*";
  if (specifier.type === "ImportDefaultSpecifier") return "default";
  const { imported } = specifier;
  return imported.type === "Literal" ? imported.value : imported.name;
}

function isReExport(node: Node): boolean {
  return node.type === "ExportNamedDeclaration" && node.source !== null;
}

type Identifier = Extract<Node, { type: "Identifier" }>;

/** The names that a pattern declares. */
export function identifiersOf(pattern: Node | null): Identifier[] {
  switch (pattern?.type) {
    case "Identifier":
      return [pattern];
    case "AssignmentPattern":
      return identifiersOf(pattern.left);
    case "RestElement":
      return identifiersOf(pattern.argument);
    case "ArrayPattern":
      return pattern.elements.flatMap(identifiersOf);
    case "ObjectPattern":
      return pattern.properties.flatMap((each) =>
        identifiersOf(each.type === "RestElement" ? each : each.value),
      );
    default:
      return [];
  }
}
