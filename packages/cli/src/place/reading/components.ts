import type { Node } from "oxc-parser";

import type { SourceFile } from "../../check/source/source-file.ts";
import { followFunction } from "./follow.ts";
import { nothingGiven, type Written } from "./written.ts";
import type { FrontEnd } from "./front-end.ts";
import { topLevelNames } from "./top-level-names.ts";

type Element = Extract<Node, { type: "JSXElement" }>;

/** The function of the app's that an element of JSX is. */
export function componentOf(
  frontEnd: FrontEnd,
  file: SourceFile,
  { openingElement: { name } }: Element,
): Written | undefined {
  const id = name.type === "JSXIdentifier" ? topLevelNames(file).get(name.name) : undefined;
  const declared = id && frontEnd.lookUp.declared(file, id);
  if (declared === undefined) return undefined;
  const { file: own, declaration } = declared;
  const at = (node: Node) => ({ file: own, node, given: nothingGiven });
  if (declaration.kind === "function") return at(declaration.node);
  if (declaration.kind !== "variable" || declaration.declarator.init === null) return undefined;
  return followFunction(frontEnd, at(declaration.declarator.init));
}

/** What an element gives its component, as the object that the component is called with. */
export function propertiesGiven({ openingElement: { attributes, start, end } }: Element): Node {
  const properties = attributes.flatMap((each): readonly object[] => {
    if (each.type === "JSXSpreadAttribute") return [{ ...each, type: "SpreadElement" }];
    const value =
      each.value?.type === "JSXExpressionContainer" ? each.value.expression : each.value;
    if (!value || each.name.type !== "JSXIdentifier") return [];
    const key = { ...each.name, type: "Identifier" };
    return [{ type: "Property", kind: "init", computed: false, key, value, start, end }];
  });
  return { type: "ObjectExpression", properties, start, end } as unknown as Node;
}
