import type { Class, MethodDefinition, Node, PropertyDefinition } from "oxc-parser";

import type { SourceFile } from "../../check/source/source-file.ts";
import { type FunctionNode, isFunction, keyName } from "../../check/source/syntax.ts";
import type { FrontEnd } from "./front-end.ts";
import { returnedBy } from "./written.ts";

/** What a class has by a name. */
export function findMember({ body }: Class, name: string): Node | undefined {
  for (const each of body.body)
    if (each.type === "MethodDefinition" || each.type === "PropertyDefinition")
      if (keyName(each.key, each.computed) === name) return valueOf(each);
  return undefined;
}

/** Of what is worked out when it is asked for, what it comes to. */
function valueOf(member: MethodDefinition | PropertyDefinition) {
  if (member.type === "MethodDefinition" && member.kind === "get") return returnedBy(member.value);
  return member.value ?? undefined;
}

/** What a constructor hands on to that of the class which it extends. */
export function superArguments({ body }: FunctionNode): readonly Node[] {
  for (const each of body?.type === "BlockStatement" ? body.body : []) {
    const call = each.type === "ExpressionStatement" ? each.expression : undefined;
    if (call?.type === "CallExpression" && call.callee.type === "Super") return call.arguments;
  }
  return [];
}

/** What a class takes from its constructor, or gives itself wherever: `this.base = base`. */
export function givenToItself(
  frontEnd: FrontEnd,
  file: SourceFile,
  around: Class,
  name: string,
): Node | undefined {
  const start = findMember(around, "constructor");
  for (const parameter of isFunction(start) ? start.params : [])
    if (parameter.type === "TSParameterProperty" && namedBy(parameter.parameter)?.name === name)
      return namedBy(parameter.parameter);
  return frontEnd
    .additionsOf(file)
    .own.find(
      (own) => own.name === name && around.start <= own.value.start && own.value.end <= around.end,
    )?.value;
}

function namedBy(pattern: Node) {
  return pattern.type === "Identifier"
    ? pattern
    : pattern.type === "AssignmentPattern" && pattern.left.type === "Identifier"
      ? pattern.left
      : undefined;
}
