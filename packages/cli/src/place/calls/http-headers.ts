import type { Node } from "oxc-parser";
import { walk } from "oxc-walker";

import { isFunction, memberName, textOf, unwrap } from "../../check/source/syntax.ts";
import { follow } from "../reading/follow.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { propertiesOf, type Property, propertyNamed } from "../reading/properties.ts";
import { returnedBy, type Written } from "../reading/written.ts";

/** The headers that settings give: by themselves, by credentials, by functions that are asked before each call. */
export function headersOf(frontEnd: FrontEnd, parts: readonly Property[]): readonly Property[] {
  const hooks = [...parts, ...within(frontEnd, parts, "hooks", "fetchOptions")].filter(({ name }) =>
    /^(?:onRequest|prepareHeaders|beforeRequest|beforeRequestHook|beforeSend|fetchOptions)$/.test(
      name,
    ),
  );
  return [
    ...within(frontEnd, parts, "headers", "requestHeaders", "connectHeaders"),
    ...within(frontEnd, within(frontEnd, parts, "fetchOptions"), "headers"),
    ...credentialsOf(frontEnd, parts),
    ...hooks.flatMap(({ value }) => headersSetBy(frontEnd, value)),
  ];
}

/** What settings have within one of theirs: all headers. */
export function within(
  frontEnd: FrontEnd,
  parts: readonly Property[],
  ...names: readonly string[]
): readonly Property[] {
  const direct = parts
    .filter(({ name }) => names.includes(name))
    .flatMap(({ value }) => propertiesOf(frontEnd, value));
  // axios keeps headers for all methods, and for one, one level deeper.
  const deeper = direct
    .filter(({ name }) => /^(?:common|get|post|put|patch|delete)$/.test(name))
    .flatMap(({ value }) => propertiesOf(frontEnd, value));
  const dotted = parts
    .filter(({ name }) => names.some((each) => name.startsWith(`${each}.`)))
    .map(({ name, value }) => ({ name: name.slice(name.indexOf(".") + 1), value }));
  return [...direct, ...deeper, ...dotted];
}

/** `auth: { username, password }` becomes a header; services take their key as either. */
function credentialsOf(frontEnd: FrontEnd, parts: readonly Property[]): readonly Property[] {
  const auth = propertyNamed(parts, "auth");
  const said = auth === undefined ? [] : propertiesOf(frontEnd, auth.value);
  return said
    .filter(({ name }) => name === "username" || name === "password")
    .map(({ value }) => ({ name: "Authorization", value }));
}

/** The headers that a function, or each of a list, sets on what it is given or gives back. */
export function headersSetBy(frontEnd: FrontEnd, written: Written): readonly Property[] {
  const { file, node, given } = follow(frontEnd, written);
  const at = (each: Node) => ({ file, node: each, given });
  if (node.type === "ArrayExpression")
    return node.elements.flatMap((each) => (each ? headersSetBy(frontEnd, at(each)) : []));
  if (!isFunction(node)) return [];
  const found: Property[] = [];
  walk(node, {
    enter(each) {
      const set = toHeader(each);
      if (set === undefined) return;
      if (set.name === undefined) found.push(...propertiesOf(frontEnd, at(set.value)));
      else found.push({ name: set.name, value: at(set.value) });
    },
  });
  const returned = returnedBy(node);
  const said = returned === undefined ? [] : propertiesOf(frontEnd, at(returned));
  return [...found, ...within(frontEnd, said, "headers")];
}

/** `config.headers.set("Authorization", key)`, `headers.Authorization = key`, `options.headers = { … }`. */
function toHeader(node: Node) {
  if (node.type === "AssignmentExpression" && node.left.type === "MemberExpression") {
    const { left, right: value } = node;
    if (memberName(left) === "headers") return { name: undefined, value };
    return isHeaders(left.object) ? { name: memberName(left), value } : undefined;
  }
  if (node.type !== "CallExpression") return undefined;
  const callee = unwrap(node.callee);
  const [name, value] = node.arguments;
  if (callee.type !== "MemberExpression" || value === undefined) return undefined;
  if (!/^(?:set|append)$/.test(memberName(callee) ?? "") || !isHeaders(callee.object))
    return undefined;
  const text = textOf(name);
  return text === undefined ? undefined : { name: text, value };
}

function isHeaders(wrapped: Node): boolean {
  const node = unwrap(wrapped);
  if (node.type === "Identifier") return /^headers$/i.test(node.name);
  if (node.type !== "MemberExpression") return false;
  const name = memberName(node) ?? "";
  return (
    name === "headers" ||
    (/^(?:common|get|post|put|patch|delete)$/.test(name) && isHeaders(node.object))
  );
}
