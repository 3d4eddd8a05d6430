import type { Class, Node } from "oxc-parser";

import type { Declaration } from "./declarations.ts";
import { findExport, findImported, findModule, type Origin, withName } from "./find-export.ts";
import type { Modules } from "./project.ts";
import type { SourceFile } from "./source-file.ts";
import { isClass, keyName, memberName, textOf, unwrap } from "./syntax.ts";

/** What an expression comes to, as far as it is written down. */
export type Value =
  /** Something of the platform's or of a package's: `["Date", "now"]`, `["node:fs", "readFile"]`. */
  | { readonly kind: "outside"; readonly path: readonly string[] }
  /** Something that a file of the app's says: a function, a class, an object, any other expression. */
  | { readonly kind: "written"; readonly file: SourceFile; readonly node: Node }
  /** All that a file exports. */
  | { readonly kind: "module"; readonly file: SourceFile };

/** A declaration, and the file that it stands in. */
export interface Declared {
  readonly file: SourceFile;
  readonly declaration: Declaration;
}

/** Reads what expressions come to, across the files of a project. */
export interface LookUp {
  value(file: SourceFile, node: Node): Value | undefined;
  /** What a name was declared as, where it was: imports are followed. `undefined` for what is outside. */
  declared(file: SourceFile, identifier: Node): Declared | undefined;
}

export function createLookUp(project: Modules): LookUp {
  const search: Search = { project, open: [] };
  return {
    value: (file, node) => valueOf(search, file, node),
    declared: (file, identifier) => declaredAt(project, file, identifier),
  };
}

interface Search {
  readonly project: Modules;
  /** What is being looked up, so that names which lead in a circle end. A few at a time: a set would cost more. */
  readonly open: Node[];
}

const globalObjects: ReadonlySet<string> = new Set(["globalThis", "global", "window", "self"]);

function valueOf(search: Search, file: SourceFile, wrapped: Node): Value | undefined {
  const node = unwrap(wrapped);
  if (search.open.includes(node)) return undefined;
  search.open.push(node);
  const found = expressionValue(search, file, node);
  search.open.pop();
  return found;
}

function expressionValue(search: Search, file: SourceFile, node: Node): Value | undefined {
  switch (node.type) {
    case "Identifier":
      return nameValue(search, file, node);
    case "MemberExpression": {
      const name = memberName(node);
      if (name === undefined) return undefined;
      if (unwrap(node.object).type === "ThisExpression") return ownValue(search, file, node, name);
      return memberValue(search, valueOf(search, file, node.object), name);
    }
    case "MetaProperty":
      return { kind: "outside", path: [node.meta.name, node.property.name] };
    case "AwaitExpression":
      // What else is awaited is not known.
      return unwrap(node.argument).type === "ImportExpression"
        ? valueOf(search, file, node.argument)
        : undefined;
    default: {
      const specifier = requestOf(search, file, node);
      return specifier === undefined
        ? { kind: "written", file, node }
        : findModule(search.project, file, specifier);
    }
  }
}

type Identifier = Extract<Node, { type: "Identifier" }>;

function nameValue(search: Search, file: SourceFile, node: Identifier): Value | undefined {
  const declaration = declarationOf(file, node);
  if (declaration !== undefined) return declarationValue(search, file, declaration);
  if (!file.references.has(node)) return undefined;
  return { kind: "outside", path: globalObjects.has(node.name) ? [] : [node.name] };
}

function declarationValue(
  search: Search,
  file: SourceFile,
  declaration: Declaration,
): Value | undefined {
  switch (declaration.kind) {
    case "function":
    case "class":
      return { kind: "written", file, node: declaration.node };
    case "import": {
      const { specifier, imported } = declaration;
      return originValue(search, findImported(search.project, file, specifier, imported));
    }
    case "variable": {
      const { id, init } = declaration.declarator;
      const path = init === null ? undefined : pathTo(id, declaration.id);
      return path?.reduce<Value | undefined>(
        (object, name) => memberValue(search, object, name),
        valueOf(search, file, init!),
      );
    }
    case "unknown":
      return undefined;
  }
}

function originValue(search: Search, origin: Origin | undefined): Value | undefined {
  return origin?.kind === "node" ? valueOf(search, origin.file, origin.node) : origin;
}

function memberValue(search: Search, object: Value | undefined, name: string): Value | undefined {
  if (object === undefined) return undefined;
  if (object.kind === "outside") return { kind: "outside", path: withName(object.path, name) };
  if (object.kind === "module")
    return originValue(search, findExport(search.project, object.file, name));
  const { file, node } = object;
  const found = isClass(node) ? memberOf(node, name, "static") : propertyOf(node, name);
  return found && valueOf(search, file, found);
}

/** What a class has by a name that its own methods ask for: `this.today`. */
function ownValue(search: Search, file: SourceFile, node: Node, name: string): Value | undefined {
  const around = file.classes.findLast(({ start, end }) => start <= node.start && node.start < end);
  const found = around && memberOf(around, name);
  return found && valueOf(search, file, found);
}

/** The module that an expression asks for: `import("x")`, `require("x")`. */
function requestOf(search: Search, file: SourceFile, node: Node): string | undefined {
  if (node.type === "ImportExpression") return textOf(node.source);
  if (node.type !== "CallExpression") return undefined;
  const callee = valueOf(search, file, node.callee);
  const name = callee?.kind === "outside" ? callee.path.join(".") : "";
  return name === "require" || name === "process.getBuiltinModule"
    ? textOf(node.arguments[0])
    : undefined;
}

function declaredAt(project: Modules, file: SourceFile, identifier: Node): Declared | undefined {
  const declaration = declarationOf(file, identifier);
  if (declaration?.kind !== "import") return declaration && { file, declaration };
  const origin = findImported(project, file, declaration.specifier, declaration.imported);
  return origin?.kind === "node" ? declaredAt(project, origin.file, origin.node) : undefined;
}

/** What a name was declared as in its own file, whether it is used or declared here. */
function declarationOf(file: SourceFile, identifier: Node): Declaration | undefined {
  return file.references.get(identifier)?.declaration ?? file.declarationAt(identifier);
}

/** The names that lead from a value to a part of it, which a pattern declares. */
export function pathTo(pattern: Node, id: Node): readonly string[] | undefined {
  if (pattern === id) return [];
  if (pattern.type !== "ObjectPattern") return undefined;
  for (const property of pattern.properties) {
    if (property.type === "RestElement") continue;
    const name = keyName(property.key, property.computed);
    const rest = name === undefined ? undefined : pathTo(property.value, id);
    if (rest !== undefined) return [name!, ...rest];
  }
  return undefined;
}

/** What an object that is written down has by a name. */
export function propertyOf(node: Node, name: string): Node | undefined {
  if (node.type !== "ObjectExpression") return undefined;
  const found = node.properties.findLast(
    (each) => each.type === "Property" && keyName(each.key, each.computed) === name,
  );
  return found?.type === "Property" ? found.value : undefined;
}

function memberOf({ body }: Class, name: string, only?: "static"): Node | undefined {
  const found = body.body.find(
    (each) =>
      (each.type === "MethodDefinition" || each.type === "PropertyDefinition") &&
      (each.static || only === undefined) &&
      keyName(each.key, each.computed) === name,
  );
  return found !== undefined && "value" in found ? (found.value ?? undefined) : undefined;
}
