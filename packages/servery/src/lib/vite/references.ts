/** Any node of a syntax tree. */
export interface Node {
  readonly type: string;
  readonly [member: string]: unknown;
}

// What of TypeScript's own syntax holds a value; the rest is types.
const wrappers = new Set([
  "TSAsExpression",
  "TSInstantiationExpression",
  "TSNonNullExpression",
  "TSSatisfiesExpression",
  "TSTypeAssertion",
]);

/**
 * The names that a piece of syntax may refer to. A local name that shadows an outer one is counted
 * too: rather one too many than one too few.
 */
export function referencesOf(tree: unknown): ReadonlySet<string> {
  const names = new Set<string>();
  walk(tree, ({ type, name }) => {
    if ((type === "Identifier" || type === "JSXIdentifier") && typeof name === "string")
      names.add(name);
  });
  return names;
}

/** The members of `object` that a piece of syntax reads by name: `a` of `object.a` and `object["a"]`. */
export function membersOf(tree: unknown, object: string): ReadonlySet<string> {
  const members = new Set<string>();
  walk(tree, (node) => {
    if (node.type !== "MemberExpression" || (node["object"] as Node)["name"] !== object) return;
    const { name, value } = node["property"] as Node;
    const member = node["computed"] === true ? value : name;
    if (typeof member === "string") members.add(member);
  });
  return members;
}

/** Visits a syntax tree, outermost first, but for what is only types and for names of members. */
export function walk(tree: unknown, visit: (node: Node) => void): void {
  if (typeof tree !== "object" || tree === null) return;
  if (Array.isArray(tree)) {
    for (const item of tree) walk(item, visit);
    return;
  }
  const node = tree as Node;
  if (typeof node.type === "string") {
    if (wrappers.has(node.type)) return walk(node["expression"], visit);
    if (node.type.startsWith("TS") && node.type !== "TSEnumDeclaration") return;
    visit(node);
  }
  for (const [member, value] of Object.entries(node))
    if (!isPlainKey(node, member)) walk(value, visit);
}

function isPlainKey(node: Node, member: string): boolean {
  if (node["computed"] === true) return false;
  return member === "key" || (node.type === "MemberExpression" && member === "property");
}
