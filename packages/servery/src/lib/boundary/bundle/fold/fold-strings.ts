import { type Bindings, findBindings, type Scope } from "./bindings.ts";
import { type Constant, fromCodes, isList, toText, unknown } from "./constant.ts";
import { createEvaluator, type Evaluator } from "./evaluate.ts";
import { isSum, summandsOf } from "./expressions.ts";
import { childrenOf, getNode, keyOf, nameOf, type SyntaxNode, unwrap } from "./syntax-node.ts";

/** A text that a program has once its constants are put together. */
export interface FoldedString {
  /** What is not known in between stands as U+FFFF. */
  readonly text: string;
  /** Where the expression stands, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** The variable or property that it is given to. */
  readonly name: string | undefined;
  /** Whether it is one literal. */
  readonly isLiteral: boolean;
}

export interface Folding {
  readonly strings: readonly FoldedString[];
  /** Whether something was too deep or too large to be folded, so that nothing can be promised for it. */
  readonly stopped: boolean;
}

/** Shorter texts are nothing that a secret could be. */
const shortest = 8;

/**
 * Puts together what a program's constants make: `"a" + "b"`, templates, `["a", "b"].join("")`, `String.fromCharCode(…)`,
 * `atob("…")`, through variables, properties and conditions of the same file. Only what is not part of a larger one is told.
 */
export function foldStrings(program: SyntaxNode): Folding {
  const bindings = findBindings(program);
  const most = 4 * (program.end - program.start) + (1 << 22);
  const first = createEvaluator(bindings, "first", most);
  const { strings, branching } = collect(program, bindings, first);
  const second = createEvaluator(bindings, "second", most);
  for (const { node, scope, name } of branching)
    strings.push(...tell(node, second.evaluate(node, scope), name));
  return {
    strings: strings.filter(({ text }) => text.length >= shortest),
    stopped: first.wasStopped() || second.wasStopped(),
  };
}

interface Visit {
  readonly node: SyntaxNode;
  readonly scope: Scope;
  readonly name?: string | undefined;
  /** Whether it is part of a text that was told. */
  readonly isPart?: boolean;
}

/** Expressions that may come to a text of their own. A name does not: what it stands for is told where it is written. */
const tellable: ReadonlySet<string> = new Set([
  "Literal",
  "TemplateLiteral",
  "BinaryExpression",
  "CallExpression",
  "ArrayExpression",
]);

interface Collection {
  readonly strings: FoldedString[];
  /** What comes to something else where a condition goes the other way. */
  readonly branching: readonly Visit[];
}

function collect(program: SyntaxNode, bindings: Bindings, evaluator: Evaluator): Collection {
  const strings: FoldedString[] = [];
  const branching: Visit[] = [];
  const waiting: Visit[] = [{ node: program, scope: bindings.program }];
  for (let visit = waiting.pop(); visit !== undefined; visit = waiting.pop()) {
    const { node, isPart = false } = visit;
    const scope = bindings.opened.get(node) ?? visit.scope;
    const branches = evaluator.countBranches();
    const value = tellable.has(node.type) ? evaluator.evaluate(node, scope) : unknown;
    if (!isPart) strings.push(...tell(node, value, visit.name));
    if (!isPart && evaluator.countBranches() > branches) branching.push({ ...visit, scope });
    const partsAreTold = isPart || typeof value === "string";
    const parts = isSum(node) ? summandsOf(node) : childrenOf(node);
    for (let at = parts.length - 1; at >= 0; at--) {
      const part = parts[at]!;
      const name = node.type === "ParenthesizedExpression" ? visit.name : nameGiven(node, part);
      waiting.push({
        node: part,
        scope,
        name,
        isPart: partsAreTold && isTold(part, scope, evaluator),
      });
    }
  }
  for (const scope of [bindings.program, ...bindings.opened.values()])
    strings.push(...tellAdded(scope, evaluator));
  return { strings, branching };
}

/** Whether all that a part is, is in the text of the whole. Of a condition or a row of expressions it is not. */
function isTold(part: SyntaxNode, scope: Scope, evaluator: Evaluator): boolean {
  if (part.type === "ConditionalExpression" || part.type === "LogicalExpression") return false;
  if (unwrap(part) !== part && part.type !== "ParenthesizedExpression") return false;
  return evaluator.evaluate(part, scope) !== unknown;
}

function tell(node: SyntaxNode, value: Constant, name: string | undefined): FoldedString[] {
  const { start, end } = node;
  const made = { start, end, name, isLiteral: node.type === "Literal" };
  if (typeof value === "string") return [{ ...made, text: value }];
  if (!isList(value) || value.length < 2) return [];
  const codes = value.length >= shortest ? fromCodes(value) : undefined;
  if (codes !== undefined) return [{ ...made, text: codes }];
  const texts = value.filter((each) => typeof each === "string");
  return texts.length < 2 ? [] : [{ ...made, text: value.map(toText).join(""), name: undefined }];
}

/** What names come to that are added to, piece by piece. */
function tellAdded(scope: Scope, evaluator: Evaluator): FoldedString[] {
  return [...scope.names].flatMap(([name, writes]) => {
    const place = writes[0]?.value ?? writes[1]?.value;
    if (place === undefined || !writes.some(({ how }) => how === "add")) return [];
    const text = toText(evaluator.accumulate(writes));
    return [{ text, start: place.start, end: place.end, name, isLiteral: false }];
  });
}

/** The name that a node gives to the value of one of its parts. */
function nameGiven(node: SyntaxNode, part: SyntaxNode): string | undefined {
  if (node.type === "VariableDeclarator" && getNode(node, "init") === part)
    return nameOf(getNode(node, "id"));
  if (node.type === "AssignmentExpression" && getNode(node, "right") === part) {
    const target = getNode(node, "left")!;
    return nameOf(target) ?? keyOf(target, "property");
  }
  const isProperty = node.type === "Property" || node.type === "PropertyDefinition";
  if (isProperty && getNode(node, "value") === part) return keyOf(node, "key");
  return undefined;
}
