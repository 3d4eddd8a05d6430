import type { CallExpression } from "oxc-parser";

import { memberName, unwrap } from "../../check/source/syntax.ts";

/** The last name of what is called: `useQuery` of `React.useQuery()`. */
export function calledName({ callee }: Pick<CallExpression, "callee">): string | undefined {
  const node = unwrap(callee);
  if (node.type === "Identifier") return node.name;
  return node.type === "MemberExpression" ? memberName(node) : undefined;
}
