import type { Node } from "oxc-parser";

import { memberName, unwrap } from "../../check/source/syntax.ts";
import { toPair } from "./additions.ts";
import { calledName } from "./called-name.ts";
import { follow } from "./follow.ts";
import type { Written } from "./written.ts";
import type { FrontEnd } from "./front-end.ts";
import { propertiesOf, type Property } from "./properties.ts";

const deepest = 8;

/** What is put into the query string of an address by `URLSearchParams`, wherever that was filled. */
export function queryProperties(
  frontEnd: FrontEnd,
  url: Written | undefined,
  depth = 0,
): readonly Property[] {
  if (url === undefined || depth > deepest) return [];
  const { file, given } = url;
  const node = unwrap(url.node);
  const of = (each: Node | null) =>
    each === null ? [] : queryProperties(frontEnd, { file, node: each, given }, depth + 1);
  switch (node.type) {
    case "TemplateLiteral":
      return node.expressions.flatMap(of);
    case "BinaryExpression":
      return [...of(node.left), ...of(node.right)];
    case "ConditionalExpression":
      return [...of(node.consequent), ...of(node.alternate)];
    case "MemberExpression":
      return memberName(node) === "href" ? of(node.object) : [];
    case "NewExpression":
      return isMade(node, "URLSearchParams")
        ? propertiesOf(frontEnd, { file, node, given })
        : node.arguments.flatMap(of);
    case "CallExpression": {
      const callee = unwrap(node.callee);
      // qs.stringify({ … }) of many a package
      if (/^(?:stringify|encode)$/.test(calledName(node) ?? "") && node.arguments[0] !== undefined)
        return propertiesOf(frontEnd, { file, node: node.arguments[0], given });
      return [
        ...(callee.type === "MemberExpression" ? of(callee.object) : []),
        ...node.arguments.flatMap(of),
      ];
    }
    case "Identifier":
      return nameProperties(frontEnd, { file, node, given }, depth);
    default:
      return [];
  }
}

function nameProperties(frontEnd: FrontEnd, name: Written, depth: number): readonly Property[] {
  const value = follow(frontEnd, name);
  if (isMade(value.node, "URLSearchParams")) return propertiesOf(frontEnd, name);
  const declared = frontEnd.lookUp.declared(name.file, name.node);
  const passed = declared && name.given.get(declared.declaration.id);
  if (passed !== undefined) return queryProperties(frontEnd, passed, depth + 1);
  const inner = value.node === name.node ? [] : queryProperties(frontEnd, value, depth + 1);
  const added =
    declared === undefined ? [] : frontEnd.additionsOf(declared.file).to(declared.declaration.id);
  return [
    ...inner,
    ...added.flatMap((addition): readonly Property[] => {
      const [set] = addition.arguments;
      if (addition.by === "=" && addition.members.join() === "search" && set !== undefined)
        return queryProperties(
          frontEnd,
          { file: declared!.file, node: set, given: name.given },
          depth + 1,
        );
      if (addition.members[0] !== "searchParams") return [];
      const pair = toPair({ ...addition, members: addition.members.slice(1) });
      return pair === undefined
        ? []
        : [
            {
              name: pair.name,
              value: { file: declared!.file, node: pair.value, given: name.given },
            },
          ];
    }),
  ];
}

function isMade(node: Node, name: string): boolean {
  return (
    node.type === "NewExpression" && node.callee.type === "Identifier" && node.callee.name === name
  );
}
