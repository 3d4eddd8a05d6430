import type { CallExpression, Node, Program } from "oxc-parser";
import { walk } from "oxc-walker";
import { isPublicName, publicPrefixes } from "servery/boundary";

import { type Declaration, identifiersOf, resolveNames } from "../../source/declarations.ts";
import { keyName, memberName, textOf, unwrap } from "../../source/syntax.ts";
import { environmentOf } from "../read-environment.ts";

/** A name with a value that is written in the file. */
export type Variable = Extract<Declaration, { kind: "variable" }>;

/** What the values of a configuration are, by how its file writes them. */
export interface ConfigValues {
  declarationOf(identifier: Node): Declaration | undefined;
  /** What is assigned to a name after it was declared. */
  assignedTo(declaration: Declaration): readonly Node[];
  /** Whether a call runs another program, whose output says nothing of what it was given. */
  runsProgram(call: CallExpression): boolean;
  /** Whether members of a value are variables of the environment: `process.env`, what `loadEnv` makes, any name for them. */
  isEnvironment(given: Node): boolean;
}

export function readValues(program: Program): ConfigValues {
  const { references } = resolveNames(program);
  const assigned = new Map<Declaration, Node[]>();
  const declarationOf = (node: Node) => references.get(node)?.declaration;
  const assignedTo = (declaration: Declaration) => assigned.get(declaration) ?? [];
  walk(program, {
    enter(node) {
      if (node.type !== "AssignmentExpression") return;
      const declaration = declarationOf(node.left);
      if (declaration !== undefined)
        assigned.set(declaration, [...assignedTo(declaration), node.right]);
    },
  });

  function isEnvironment(given: Node): boolean {
    const sources = new Set([unwrap(given)]);
    for (const each of sources) {
      if (isItself(each)) return true;
      for (const source of sourcesOf(each)) sources.add(unwrap(source));
    }
    return false;
  }

  function isItself(node: Node): boolean {
    if (node.type === "MemberExpression") return environmentOf(node) === "process";
    if (node.type === "CallExpression")
      return isLoadEnv(unwrap(node.callee)) && !isPublic(node.arguments[2]);
    const declaration = declarationOf(node);
    if (declaration?.kind === "import")
      return /^(?:node:)?process$/.test(declaration.specifier) && declaration.imported === "env";
    // `const { env } = process`
    return (
      declaration?.kind === "variable" &&
      isNamed(declaration.declarator.init, "process") &&
      bindingOf(declaration)?.name === "env"
    );
  }

  function isLoadEnv(callee: Node): boolean {
    if (callee.type === "MemberExpression") return memberName(callee) === "loadEnv";
    const declaration = declarationOf(callee);
    return (
      isNamed(callee, "loadEnv") ||
      (declaration?.kind === "import" && declaration.imported === "loadEnv")
    );
  }

  function sourcesOf(node: Node): readonly Node[] {
    const declaration = declarationOf(node);
    if (declaration?.kind !== "variable") return partsOf(node);
    const { id, init } = declaration.declarator;
    const values = assignedTo(declaration);
    return init !== null && id.type === "Identifier" ? [init, ...values] : values;
  }

  function runsProgram({ callee }: CallExpression): boolean {
    const named = unwrap(callee);
    const from = declarationOf(named.type === "MemberExpression" ? unwrap(named.object) : named);
    return from?.kind === "import" && /^(?:node:)?child_process$/.test(from.specifier);
  }

  return {
    declarationOf,
    runsProgram,
    assignedTo,
    isEnvironment,
  };
}

/** Whether the prefix that `loadEnv` is asked for is that of browsers' variables, as it is where none is named. */
function isPublic(prefix: Node | undefined): boolean {
  const text = prefix === undefined ? publicPrefixes[0] : textOf(unwrap(prefix));
  return text !== undefined && isPublicName(text, publicPrefixes);
}

/** What an expression has its members of. */
function partsOf(node: Node): readonly Node[] {
  switch (node.type) {
    case "CallExpression":
      return isPartial(node.callee) ? [] : node.arguments;
    case "ConditionalExpression":
      return [node.consequent, node.alternate];
    case "LogicalExpression":
      return [node.left, node.right];
    case "ObjectExpression":
      return node.properties.flatMap((each) =>
        each.type === "SpreadElement" ? each.argument : [],
      );
    default:
      return [];
  }
}

/** What of `const { A: name = 1, ...rest } = …` binds a name. The rest has no name of its own. */
export function bindingOf({
  id,
  declarator,
}: Variable): { readonly name: string | undefined; readonly node: Node } | undefined {
  if (declarator.id.type !== "ObjectPattern") return undefined;
  const node = declarator.id.properties.find((each) =>
    identifiersOf(each.type === "RestElement" ? each : each.value).some((one) => one === id),
  );
  if (node === undefined) return undefined;
  return { node, name: node.type === "Property" ? keyName(node.key, node.computed) : undefined };
}

/** `Object.entries(…)`: of what it returns, members are no variables. */
function isPartial(callee: Node): boolean {
  return (
    callee.type === "MemberExpression" &&
    isNamed(callee.object, "Object") &&
    memberName(callee) !== "assign"
  );
}

function isNamed(given: Node | null, name: string): boolean {
  const node = given && unwrap(given);
  return node?.type === "Identifier" && node.name === name;
}
