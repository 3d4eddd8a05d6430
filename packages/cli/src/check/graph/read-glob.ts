import type { CallExpression, Node } from "oxc-parser";

import { keyName, memberName, textOf, unwrap } from "../source/syntax.ts";
import type { WrittenPattern } from "./written-module.ts";

/** `import.meta.glob(…)`. */
export function isGlobCall(callee: Node): boolean {
  if (callee.type !== "MemberExpression" || unwrap(callee.object).type !== "MetaProperty")
    return false;
  return ["glob", "globEager"].includes(memberName(callee) ?? "");
}

/** What a call of it means; `undefined` where that is computed. */
export function toPattern({
  arguments: given,
  start: offset,
}: CallExpression): WrittenPattern | undefined {
  const first = given[0] && unwrap(given[0]);
  const listed = first?.type === "ArrayExpression" ? first.elements : [first];
  const globs = listed.map((each) => (each ? textOf(unwrap(each)) : undefined));
  if (!globs.every((glob) => glob !== undefined)) return undefined;
  const options = optionsOf(given[1]);
  const as = options.get("as");
  const query = options.get("query") ?? (as === undefined ? "" : `?${as}`);
  const base = options.get("base");
  return {
    kind: "dynamic",
    globs: base === undefined ? globs : globs.map((glob) => joinBase(base, glob)),
    query: query === "" || query.startsWith("?") ? query : `?${query}`,
    offset,
  };
}

function joinBase(base: string, glob: string): string {
  const away = glob.startsWith("!") ? "!" : "";
  return `${away}${base.replace(/\/$/, "")}/${glob.slice(away.length).replace(/^\.?\//, "")}`;
}

function optionsOf(given: Node | undefined): ReadonlyMap<string, string> {
  const node = given && unwrap(given);
  if (node?.type !== "ObjectExpression") return new Map();
  return new Map(
    node.properties.flatMap((property) => {
      if (property.type !== "Property") return [];
      const name = keyName(property.key, property.computed);
      const value = textOf(unwrap(property.value)) ?? namesOf(property.value);
      return name === undefined || value === undefined ? [] : [[name, value] as const];
    }),
  );
}

/** A query that is written as an object, `{ raw: "" }`. */
function namesOf(given: Node): string | undefined {
  const node = unwrap(given);
  if (node.type !== "ObjectExpression") return undefined;
  return node.properties
    .flatMap((each) => (each.type === "Property" ? (keyName(each.key, each.computed) ?? []) : []))
    .join("&");
}
