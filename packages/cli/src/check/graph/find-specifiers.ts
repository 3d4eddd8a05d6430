import { type Expression, parseSync } from "oxc-parser";

import { textOf, unwrap } from "../source/syntax.ts";

/** One of the things that an expression may name. */
export interface PossibleSpecifier {
  readonly text: string;
  /** `*` stands for what is computed, within one folder. */
  readonly isGlob: boolean;
}

/**
 * All that the argument of `import()` may name; `undefined` where it may be anything. A pattern must say in which folder:
 * as in Vite, `*` is never a folder's border.
 */
export function findSpecifiers(source: string): readonly PossibleSpecifier[] | undefined {
  const plain = /^(["'])([^"'\\\n]*)\1$/.exec(source)?.[2];
  if (plain !== undefined) return [{ text: plain, isGlob: false }];
  const { program, errors } = parseSync("argument.ts", `(${source}\n)`);
  const [statement] = program.body;
  if (errors.length > 0 || statement?.type !== "ExpressionStatement") return undefined;
  return specifiersOf(statement.expression);
}

/** The same of syntax. */
export function specifiersOf(given: Expression): readonly PossibleSpecifier[] | undefined {
  const node = unwrap(given) as Expression;
  if (node.type === "ConditionalExpression")
    return both(specifiersOf(node.consequent), specifiersOf(node.alternate));
  if (node.type === "LogicalExpression")
    return both(specifiersOf(node.left), specifiersOf(node.right));
  const text = toGlob(node);
  if (text === undefined) return undefined;
  const plain = textOf(node);
  if (plain !== undefined) return [{ text: plain, isGlob: false }];
  // An address of another origin brings nothing that a bundler would.
  if (/^(?:[a-z][a-z0-9+.-]*:)?\/\//i.test(text)) return [{ text, isGlob: false }];
  // A folder must be known: of "*" and "./*" all could come.
  return /^[^*]*\/[^*]*/.test(text) && !/^(?:\.{0,2}\/)*\*+$/.test(text)
    ? [{ text: text.replaceAll(/\*+/g, "*"), isGlob: true }]
    : undefined;
}

function both(
  one: readonly PossibleSpecifier[] | undefined,
  other: readonly PossibleSpecifier[] | undefined,
): readonly PossibleSpecifier[] | undefined {
  return one && other && [...one, ...other];
}

/** The text of strings and of what joins them, with `*` for the rest; `undefined` for what is no such text. */
function toGlob(given: Expression): string | undefined {
  const node = unwrap(given) as Expression;
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type === "TemplateLiteral")
    return node.quasis
      .map(({ value }, at) => value.cooked! + (at < node.expressions.length ? "*" : ""))
      .join("");
  if (node.type !== "BinaryExpression" || node.operator !== "+") return undefined;
  const left = toGlob(node.left as Expression);
  const right = toGlob(node.right);
  return left === undefined && right === undefined ? undefined : (left ?? "*") + (right ?? "*");
}
