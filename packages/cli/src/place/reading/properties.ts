import type { Node } from "oxc-parser";

import { keyName, memberName, unwrap } from "../../check/source/syntax.ts";
import { toPair } from "./additions.ts";
import { fold } from "./fold.ts";
import { follow, resultOf } from "./follow.ts";
import { returnedBy, type Written } from "./written.ts";
import type { FrontEnd } from "./front-end.ts";

/** A property that is written down: of an object, a form, headers, a query string. */
export interface Property {
  readonly name: string;
  readonly value: Written;
}

const deepest = 6;

/** What an expression has by names, as far as it is written down: objects and what is made of them. */
export function propertiesOf(frontEnd: FrontEnd, written: Written, depth = 0): readonly Property[] {
  if (depth > deepest) return [];
  const value = follow(frontEnd, written);
  return [...ownProperties(frontEnd, value, depth), ...addedProperties(frontEnd, written)];
}

function ownProperties(frontEnd: FrontEnd, value: Written, depth: number): readonly Property[] {
  const { file, node, given } = value;
  const of = (each: Node | null | undefined) =>
    each === null || each === undefined
      ? []
      : propertiesOf(frontEnd, { file, node: each, given }, depth + 1);
  switch (node.type) {
    case "ObjectExpression":
      return node.properties.flatMap((property): readonly Property[] => {
        if (property.type === "SpreadElement") return of(property.argument);
        const name =
          keyName(property.key, property.computed) ??
          toText(frontEnd, { file, node: property.key, given });
        return name === undefined ? [] : [{ name, value: { file, node: property.value, given } }];
      });
    case "ArrayExpression":
      return node.elements.flatMap((each) => toPairs(frontEnd, value, each) ?? of(each));
    case "ConditionalExpression":
      return [...of(node.consequent), ...of(node.alternate)];
    case "LogicalExpression":
      return [...of(node.left), ...of(node.right)];
    case "AwaitExpression":
      return of(node.argument);
    // What is asked when it is needed: `headers: () => ({ … })`.
    case "ArrowFunctionExpression":
    case "FunctionExpression":
      return of(returnedBy(node));
    case "Literal":
    case "TemplateLiteral":
      return textProperties(frontEnd, value);
    case "NewExpression":
      return node.arguments.flatMap(of);
    case "CallExpression":
      return calledProperties(frontEnd, value, depth, of);
    default:
      return [];
  }
}

function calledProperties(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
  depth: number,
  of: (node: Node | null | undefined) => readonly Property[],
): readonly Property[] {
  if (node.type !== "CallExpression") return [];
  const callee = unwrap(node.callee);
  const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
  // JSON.stringify(x), Object.assign(a, b), Object.freeze(x), Object.fromEntries([…])
  if (
    callee.type === "MemberExpression" &&
    /^(?:stringify|assign|freeze|fromEntries)$/.test(name ?? "")
  )
    return node.arguments.flatMap(of);
  // form.toString(), list.map((each) => ({ … }))
  if (callee.type === "MemberExpression" && name === "toString") return of(callee.object);
  // new HttpHeaders().set("x-api-key", key)
  const [first, second] = node.arguments;
  if (
    callee.type === "MemberExpression" &&
    /^(?:set|append)$/.test(name ?? "") &&
    first &&
    second
  ) {
    const text = toText(frontEnd, { file, node: first, given });
    const own = text === undefined ? [] : [{ name: text, value: { file, node: second, given } }];
    return [...of(callee.object), ...own];
  }
  if (name === "map" && node.arguments[0] !== undefined)
    return of(returnedBy(unwrap(node.arguments[0])));
  const result = resultOf(frontEnd, { file, node, given });
  if (result === undefined) return [];
  return propertiesOf(frontEnd, result, Math.max(depth + 1, deepest - 1));
}

/** `["name", value]`, as `new Headers([…])` takes them. */
function toPairs(frontEnd: FrontEnd, { file, given }: Written, each: Node | null) {
  if (each?.type !== "ArrayExpression" || each.elements.length !== 2) return undefined;
  const [first, second] = each.elements;
  if (!first || !second) return undefined;
  const name = toText(frontEnd, { file, node: first, given });
  return name === undefined ? undefined : [{ name, value: { file, node: second, given } }];
}

/** What is written as the text of a form or of JSON. Its values stand in for themselves. */
function textProperties(frontEnd: FrontEnd, value: Written): readonly Property[] {
  const text = fold(frontEnd, value)
    .map((part) => (typeof part === "string" ? part : "0"))
    .join("");
  const names = text.trimStart().startsWith("{")
    ? [...text.matchAll(/"([\w-]+)"\s*:/g)].map((match) => match[1]!)
    : /^[\w.[\]-]+=/.test(text)
      ? [...new URLSearchParams(text).keys()]
      : [];
  return names.map((name) => ({ name, value }));
}

/** What is put into it after it was made. */
function addedProperties(frontEnd: FrontEnd, { file, node, given }: Written): readonly Property[] {
  const inner = unwrap(node);
  if (inner.type !== "Identifier") return [];
  const declared = frontEnd.lookUp.declared(file, inner);
  if (declared === undefined) return [];
  const passed = given.get(declared.declaration.id);
  if (passed !== undefined) return addedProperties(frontEnd, passed);
  return frontEnd
    .additionsOf(declared.file)
    .to(declared.declaration.id)
    .flatMap((addition) => {
      const pair = toPair(addition);
      return pair === undefined
        ? []
        : [{ name: pair.name, value: { file: declared.file, node: pair.value, given } }];
    });
}

function toText(frontEnd: FrontEnd, written: Written): string | undefined {
  const folded = fold(frontEnd, written);
  return folded.length === 1 && typeof folded[0] === "string" ? folded[0] : undefined;
}

/** The property of a name, the last where there are several. */
export function propertyNamed(
  properties: readonly Property[],
  ...names: readonly string[]
): Property | undefined {
  return properties.findLast(({ name }) => names.includes(name));
}

/** The names of everything within, with dots: `customer.email`. */
export function fieldsOf(
  frontEnd: FrontEnd,
  written: Written,
  before = "",
  depth = 0,
): readonly Property[] {
  if (depth > 3) return [];
  return propertiesOf(frontEnd, written).flatMap(({ name, value }) => {
    const path = before + name;
    const { type } = follow(frontEnd, value).node;
    const isWhole =
      type === "ObjectExpression" || type === "ArrayExpression" || type === "CallExpression";
    const within = isWhole ? fieldsOf(frontEnd, value, `${path}.`, depth + 1) : [];
    return [{ name: path, value }, ...within];
  });
}
