import type { Node } from "oxc-parser";

import { memberName, unwrap } from "../../check/source/syntax.ts";

/** What of a text is known only when it runs, by its name. `origin`: the address of the page itself. */
export interface Hole {
  readonly kind: "environment" | "origin" | "runtime";
  readonly name: string;
}

/** A text, as far as it is written down. */
export type Folded = readonly (string | Hole)[];

/** Of two texts, the one that says more of where it leads: an address before a path, a text before a hole. */
export function choose(one: Folded, other: Folded): Folded {
  return rank(other) > rank(one) ? other : one;
}

function rank([first]: Folded): number {
  if (typeof first !== "string")
    return first === undefined ? 0 : first.kind === "environment" ? 2 : 1;
  if (/^(?:https?|wss?):\/\/(?!localhost|127\.0\.0\.1)/i.test(first)) return 5;
  return first === "" ? 0 : /^https?:/i.test(first) ? 3 : 4;
}

/** Puts parts together; texts that meet are one. */
export function join(parts: Folded): Folded {
  const joined: (string | Hole)[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (typeof part === "string" && typeof last === "string")
      joined[joined.length - 1] = last + part;
    else if (part !== "" || parts.length === 1) joined.push(part);
  }
  return joined;
}

/** What stands for an expression that is only known when it runs. */
export function holeOf(wrapped: Node): Hole {
  const node = unwrap(wrapped);
  if (node.type === "CallExpression") return holeOf(node.callee);
  const name =
    node.type === "Identifier"
      ? node.name
      : node.type === "MemberExpression"
        ? (memberName(node) ?? "…")
        : "…";
  // Bundlers' names stay what they are, whatever a variable of the environment has gone through: `schema.parse(env)`.
  const isBuiltIn = /^(?:VITE|NEXT_PUBLIC|NUXT_PUBLIC|EXPO_PUBLIC|REACT_APP|GATSBY)_/.test(name);
  return { kind: isBuiltIn ? "environment" : "runtime", name };
}
/** An address by another, as browsers do. */
export function resolveUrl(path: Folded, base: Folded): Folded {
  const [start] = path;
  if (base.length === 0 || (typeof start === "string" && /^(?:[a-z][\w+.-]*:|\/\/)/i.test(start)))
    return path;
  const [root] = base;
  if (typeof root !== "string") return [root!, ...path];
  const origin = /^[a-z]+:\/\/[^/]*/i.exec(root)?.[0] ?? root;
  const isWhole = origin !== root || base.length === 1;
  return typeof start === "string" && start.startsWith("/") && isWhole
    ? join([origin, ...path])
    : join([...base, root.endsWith("/") ? "" : "/", ...path]);
}

/** What base64 hides. */
export function decode([text, ...rest]: Folded): Folded | undefined {
  if (typeof text !== "string" || rest.length > 0) return undefined;
  try {
    return [atob(text)];
  } catch {
    return undefined;
  }
}

/** What base64 makes of a text; of what is only known when it runs, the parts stay to be judged. */
export function encode(parts: Folded): Folded {
  const isWritten = parts.every((part) => typeof part === "string");
  try {
    return isWritten ? [btoa(parts.join(""))] : parts;
  } catch {
    return parts;
  }
}
