/** A node of an ESTree program, as every parser gives it that tells offsets: oxc-parser, acorn, a bundler's `this.parse`. */
export interface SyntaxNode {
  readonly type: string;
  /** In UTF-16 units from the start of the text. */
  readonly start: number;
  readonly end: number;
}

export function isNode(value: unknown): value is SyntaxNode {
  return typeof value === "object" && value !== null && "type" in value && "start" in value;
}

/** What a node has under a name: a node, nodes, or plain data. Which nodes have what is ESTree's to say. */
export function get(node: SyntaxNode, name: string): unknown {
  return (node as unknown as Readonly<Record<string, unknown>>)[name];
}

export function getNode(node: SyntaxNode, name: string): SyntaxNode | undefined {
  const value = get(node, name);
  return isNode(value) ? value : undefined;
}

/** The nodes of a list, without its holes. */
export function getNodes(node: SyntaxNode, name: string): readonly SyntaxNode[] {
  const value = get(node, name);
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function nameOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === "Identifier" ? (get(node, "name") as string) : undefined;
}

/** The nodes right within one, in their order. */
export function childrenOf(node: SyntaxNode): readonly SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (const name in node) {
    const value = (node as unknown as Readonly<Record<string, unknown>>)[name];
    if (typeof value !== "object" || value === null) continue;
    if (Array.isArray(value)) for (const each of value) if (isNode(each)) found.push(each);
    if (isNode(value)) found.push(value);
  }
  return found;
}

/** What brackets, optional chains and TypeScript put around an expression, which changes nothing of its value. */
const wrappers: ReadonlySet<string> = new Set([
  "ParenthesizedExpression",
  "ChainExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "TSNonNullExpression",
  "TSTypeAssertion",
  "AwaitExpression",
]);

/** The expression that gives a node its value. */
export function unwrap(node: SyntaxNode): SyntaxNode {
  let inner = node;
  for (;;) {
    const next = wrappers.has(inner.type)
      ? (getNode(inner, "expression") ?? getNode(inner, "argument"))
      : inner.type === "SequenceExpression"
        ? getNodes(inner, "expressions").at(-1)
        : undefined;
    if (next === undefined) return inner;
    inner = next;
  }
}

/** The name of a property or member, where it is written down: `a.b`, `a["b"]`, `{ b: 1 }`. */
export function keyOf(node: SyntaxNode, name: "key" | "property"): string | undefined {
  const key = getNode(node, name);
  if (key === undefined) return undefined;
  if (key.type === "PrivateIdentifier") return `#${String(get(key, "name"))}`;
  if (get(node, "computed") !== true && key.type === "Identifier") return nameOf(key);
  const value = key.type === "Literal" ? get(key, "value") : undefined;
  return typeof value === "string" || typeof value === "number" ? String(value) : undefined;
}
