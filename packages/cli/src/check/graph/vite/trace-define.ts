import type { Node, Program } from "oxc-parser";
import { walk } from "oxc-walker";

import { keyName, memberName, textOf, unwrap } from "../../source/syntax.ts";
import { variableOf } from "../read-environment.ts";
import { bindingOf, type ConfigValues, readValues, type Variable } from "./config-values.ts";

/** What a value is made of. */
export interface Traced {
  /** The variables of the environment that it asks for. */
  readonly asked: ReadonlySet<string>;
  /** The whole environment is in it. */
  readonly isWhole: boolean;
  readonly texts: readonly string[];
}

/** Makes what follows a value through the names that it uses, to all code of the file by which it is made. */
export function createTrace(program: Program): (value: Node) => Traced {
  const values = readValues(program);
  return (value) => traceValue(value, values);
}

function traceValue(value: Node, values: ConfigValues): Traced {
  const { declarationOf, isEnvironment } = values;
  /** `undefined` for all of them. */
  const asked = new Set<string | undefined>();
  const texts: string[] = [];
  const makers = new Set([value]);
  /** The members that are asked for, by whose they are. */
  const members = new Map<Node, string | undefined>();

  function enter(node: Node) {
    const text = textOf(node);
    if (text !== undefined) texts.push(text);
    if (node.type === "MemberExpression") {
      const owner = unwrap(node.object);
      members.set(owner, memberName(node));
      if (isEnvironment(owner)) asked.add(memberName(node));
    }
    const name = node.type === "CallExpression" ? variableOf(node) : undefined;
    if (name !== undefined) asked.add(name);
    if (!isEnvironment(node)) follow(node);
    else if (!members.has(node)) asked.add(undefined);
  }

  function follow(node: Node) {
    const declaration = declarationOf(node);
    if (declaration?.kind === "function" || declaration?.kind === "class")
      makers.add(declaration.node);
    if (declaration?.kind !== "variable") return;
    for (const each of values.assignedTo(declaration)) makers.add(each);
    const { id, init } = declaration.declarator;
    if (init === null) return;
    if (id.type === "Identifier") makers.add(partOf(init, members.get(node)));
    else followPattern(declaration, init);
  }

  function followPattern(variable: Variable, init: Node) {
    const binding = bindingOf(variable);
    if (binding !== undefined) makers.add(binding.node);
    if (isEnvironment(init)) asked.add(binding?.name);
    else makers.add(init);
  }

  // What is found on the way is gone through as well, and each once.
  for (const maker of makers)
    walk(maker, {
      enter(node) {
        if (node.type === "CallExpression" && values.runsProgram(node)) this.skip();
        else enter(node);
      },
    });
  const isWhole = asked.delete(undefined);
  return { asked: asked as ReadonlySet<string>, isWhole, texts };
}

/** Of an object whose members are written down the one that is asked for. */
function partOf(made: Node, member: string | undefined): Node {
  const object = unwrap(made);
  if (object.type !== "ObjectExpression" || member === undefined) return made;
  const named = object.properties.findLast(
    (each) => each.type === "Property" && keyName(each.key, each.computed) === member,
  );
  return named ?? made;
}
