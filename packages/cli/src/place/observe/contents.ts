import { isBusinessField, isSensitiveField, type Observed, type Provider } from "servery/boundary";

import type { Request } from "../calls/request.ts";
import { memberName, unwrap } from "../../check/source/syntax.ts";
import { follow } from "../reading/follow.ts";
import { returnedBy, type Written } from "../reading/written.ts";
import type { FrontEnd } from "../reading/front-end.ts";

/** Finds what a call sends that should not be sent there, or not be worked out here. */
export function observeContents(
  frontEnd: FrontEnd,
  request: Request,
  isOwn: boolean,
  provider: Provider | undefined,
): readonly Observed[] {
  const sent = [...request.fields, ...request.parameters];
  return sent.flatMap(({ name, value }): readonly Observed[] => {
    const last = name.slice(name.lastIndexOf(".") + 1);
    if (isSensitiveField(last)) return [{ fact: "sensitive-data", by: name }];
    const isPaid = !isOwn && provider?.kind === "payment" && provider.keys === "secret";
    return isBusinessField(last) && (isPaid || isDecided(frontEnd, last, value))
      ? [{ fact: "business-value", by: name }]
      : [];
  });
}

/** Whether the page has worked a value out, and does not pass on what it was told or what somebody has typed. */
function isDecided(frontEnd: FrontEnd, name: string, value: Written): boolean {
  const isRight = /^(?:is|role|permission)/i.test(name);
  return isRight ? isGranted(follow(frontEnd, value)) : isComputed(frontEnd, value, 0);
}

/** A right that stands in the page's code. */
function isGranted({ node }: Written): boolean {
  if (node.type === "ArrayExpression")
    return node.elements.some((each) => each?.type === "Literal" && isPowerful(each.value));
  return node.type === "Literal" && isPowerful(node.value);
}

/** Who speaks in a chat has a role too, and so has everybody who signs up. */
function isPowerful(value: unknown): boolean {
  return value === true || (typeof value === "string" && powerful.test(value));
}

const powerful = /admin|owner|staff|root|super|manager|moderator|premium|\bpro\b|enterprise|paid/i;

function isComputed(frontEnd: FrontEnd, value: Written, depth: number): boolean {
  if (depth > 6) return false;
  const { file, node, given } = follow(frontEnd, value);
  const of = (each: Parameters<typeof unwrap>[0]) =>
    isComputed(frontEnd, { file, node: each, given }, depth + 1);
  switch (node.type) {
    case "BinaryExpression":
      if (!/^[*/+%-]$|^\*\*$/.test(node.operator) || isText(node.left) || isText(node.right))
        return false;
      // Another unit of what was told or typed is no other value: `euros * 100`.
      if (isUnit(node.right)) return of(node.left);
      return isUnit(node.left) ? of(node.right) : true;
    case "ConditionalExpression":
      return of(node.consequent) || of(node.alternate);
    case "LogicalExpression":
      return of(node.left) || of(node.right);
    case "Literal":
      return typeof node.value === "number" && node.value !== 0;
    case "CallExpression": {
      const callee = unwrap(node.callee);
      const name = callee.type === "MemberExpression" ? memberName(callee) : undefined;
      if (name === "reduce") return true;
      if (/^(?:toFixed|toString)$/.test(name ?? "") && callee.type === "MemberExpression")
        return of(callee.object);
      if (
        /^(?:round|floor|ceil|max|min|trunc)$/.test(name ?? "") ||
        (callee.type === "Identifier" && /^(?:Number|String)$/.test(callee.name))
      )
        return node.arguments.some(of);
      // React's useMemo, and functions of the app's that work it out.
      const called = follow(frontEnd, { file, node: callee, given });
      const body =
        callee.type === "Identifier" && callee.name.startsWith("use")
          ? node.arguments[0]
          : called.node;
      return (
        body !== undefined &&
        computesWithin(frontEnd, { file: called.file, node: body, given: called.given }, depth)
      );
    }
    case "Identifier":
      return isAccumulated(frontEnd, { file, node, given });
    default:
      return false;
  }
}

/** `let total = 0; for (…) total += …`. */
function isAccumulated(frontEnd: FrontEnd, { file, node }: Written): boolean {
  const declared = frontEnd.lookUp.declared(file, node);
  if (declared === undefined) return false;
  const changes = frontEnd.additionsOf(declared.file).to(declared.declaration.id);
  return changes.some(
    ({ by, members, arguments: [value] }) =>
      members.length === 0 && /^[+*/-]=$/.test(by) && value !== undefined && !isText(value),
  );
}

function computesWithin(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
  depth: number,
): boolean {
  const returned = returnedBy(unwrap(node));
  return returned !== undefined && isComputed(frontEnd, { file, node: returned, given }, depth + 1);
}

function isUnit(wrapped: Parameters<typeof unwrap>[0]): boolean {
  const node = unwrap(wrapped);
  return (
    node.type === "Literal" &&
    typeof node.value === "number" &&
    /^0\.0*1$|^10+$/.test(String(node.value))
  );
}

function isText(wrapped: Parameters<typeof unwrap>[0]): boolean {
  const node = unwrap(wrapped);
  return (
    node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string")
  );
}
