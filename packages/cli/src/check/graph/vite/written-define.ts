import { type Node, type ObjectExpression, type Program, Visitor } from "oxc-parser";
import { walk } from "oxc-walker";

import { keyName, unwrap } from "../../source/syntax.ts";
import { type ConfigScope, toScope } from "./config-scope.ts";
import { toObject } from "./config-syntax.ts";

type Identifier = Extract<Node, { type: "Identifier" }>;
type Defined = ObjectExpression["properties"][number];

/** All that a file puts into `define`, wherever it does so, but for what is of servers and of tests. */
export function findDefined(program: Program): readonly Defined[] {
  const { madeBy } = toScope(program);
  const found: Defined[] = [];
  const elsewhere: Node[] = [];
  new Visitor({
    Property({ key, computed, value }) {
      const name = keyName(key, computed);
      if (name === "ssr" || name === "test") elsewhere.push(value);
      if (name !== "define") return;
      const made = unwrap(value);
      const object = made.type === "Identifier" ? madeBy(made) : made;
      if (object?.type === "ObjectExpression") found.push(...object.properties);
    },
  }).visit(program);
  return found.filter(
    ({ start }) => !elsewhere.some((each) => each.start <= start && start < each.end),
  );
}

/** What is the same whoever runs it, and what tells of the environment, which is judged by how it is written. */
const known: ReadonlySet<string> = new Set(["JSON", "Object", "String", "process", "undefined"]);

/**
 * Whether all that a `define` puts into code is to be seen: texts, and variables of the environment by their names.
 * @throws Unwritten for what is no object
 */
export function isWrittenDefine(define: Node, scope: ConfigScope): boolean {
  let isPlain = true;
  walk(toObject(define, scope), {
    enter(node, parent) {
      if (node.type !== "Identifier" || isKey(node, parent)) return;
      if (!isKnown(node, scope) && !isLoaded(node, scope)) isPlain = false;
    },
  });
  return isPlain;
}

/** `a` of `{ a: 1 }` and of `object.a`. */
function isKey(node: Node, parent: Node | null): boolean {
  if (parent?.type === "Property")
    return parent.key === node && !parent.computed && !parent.shorthand;
  return parent?.type === "MemberExpression" && parent.property === node && !parent.computed;
}

function isKnown(node: Identifier, { isGlobal }: ConfigScope): boolean {
  return known.has(node.name) && isGlobal(node);
}

/** A constant with a text, or with what `loadEnv` makes. */
function isLoaded(identifier: Identifier, { madeBy, importedAs }: ConfigScope): boolean {
  const made = madeBy(identifier);
  if (made?.type === "Literal") return true;
  return made?.type === "CallExpression" && importedAs(made.callee) === "vite#loadEnv";
}
