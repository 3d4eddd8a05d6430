import { readFileSync } from "node:fs";

import { type Node, parseSync } from "oxc-parser";
import { walk } from "oxc-walker";

import { isErased } from "../source/syntax.ts";

/** What TypeScript's own syntax has values in. */
const valued: ReadonlySet<string> = new Set([
  "TSEnumBody",
  "TSEnumMember",
  "TSExportAssignment",
  "TSImportEqualsDeclaration",
  "TSModuleBlock",
  "TSModuleDeclaration",
  "TSQualifiedName",
]);

/**
 * The names that a script uses as values, rather one too many: an import whose names are not among them is left out by
 * compilers of TypeScript.
 */
export function readValueNames(path: string): ReadonlySet<string> {
  const names = new Set<string>();
  const { program } = parseSync(path, readFileSync(path, "utf8"));
  // With `emitDecoratorMetadata` what decorated code has for types is used as values.
  let decorated = false;
  walk(program, {
    enter(node) {
      if (node.type === "Decorator") decorated = true;
    },
  });
  walk(program, {
    enter(node, parent) {
      const isType = isErased(node) && !valued.has(node.type);
      if (node.type === "ImportDeclaration" || (!decorated && isType)) return this.skip();
      if (node.type === "ExportSpecifier" && node.exportKind === "type") return this.skip();
      if (node.type !== "Identifier" && node.type !== "JSXIdentifier") return;
      if (!isPlainKey(node, parent)) names.add(node.name);
    },
  });
  return names;
}

/** `a` of `object.a` and of `{ a: 1 }`. */
function isPlainKey(node: Node, parent: Node | null): boolean {
  if (parent?.type === "MemberExpression") return parent.property === node && !parent.computed;
  if (parent?.type !== "Property") return false;
  return parent.key === node && !parent.computed && !parent.shorthand;
}
