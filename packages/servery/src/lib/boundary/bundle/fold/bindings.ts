import {
  childrenOf,
  get,
  getNode,
  getNodes,
  isNode,
  keyOf,
  nameOf,
  type SyntaxNode,
} from "./syntax-node.ts";

/** One time that a name is given something: `const a = "x"` and `a = "x"` set, `a += "x"` adds. */
export interface Write {
  readonly how: "set" | "add";
  /** What it is given; `undefined` for what nobody can tell, such as a parameter. */
  readonly value: SyntaxNode | undefined;
  readonly scope: Scope;
}

/** Where names are known, and by what they are written. */
export interface Scope {
  readonly outer: Scope | undefined;
  /** Whether a `var` within stays within. */
  readonly isFunction: boolean;
  readonly names: Map<string, Write[]>;
  /** What members of these names are given: `a.b = "x"`. By both names. */
  readonly members: Map<string, Write[]>;
}

/** Which scope each function, block and loop opens. What opens none is in its parent's. */
export interface Bindings {
  readonly program: Scope;
  readonly opened: ReadonlyMap<SyntaxNode, Scope>;
}

const functions: ReadonlySet<string> = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "StaticBlock",
]);
const blocks: ReadonlySet<string> = new Set([
  "BlockStatement",
  "ForStatement",
  "ForInStatement",
  "ForOfStatement",
  "SwitchStatement",
  "CatchClause",
  "ClassExpression",
  "ClassDeclaration",
]);

const opening: ReadonlySet<string> = new Set([...functions, ...blocks]);

/** Finds what every name of a module is given, and where. Minified code uses few names for much, so scopes are kept apart. */
export function findBindings(root: SyntaxNode): Bindings {
  const program: Scope = toScope(undefined, true);
  const opened = new Map<SyntaxNode, Scope>([[root, program]]);
  const assignments: { readonly node: SyntaxNode; readonly scope: Scope }[] = [];
  const waiting: (readonly [SyntaxNode, Scope])[] = [[root, program]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, around] = next;
    const scope = open(node, around, opened);
    declareNames(node, around, scope);
    if (node.type === "AssignmentExpression" || node.type === "UpdateExpression")
      assignments.push({ node, scope });
    // Backwards, so that what stands first is taken first.
    const children = childrenOf(node);
    for (let at = children.length - 1; at >= 0; at--) waiting.push([children[at]!, scope]);
  }
  for (const { node, scope } of assignments) addAssignment(node, scope);
  return { program, opened };
}

function toScope(outer: Scope | undefined, isFunction: boolean): Scope {
  return { outer, isFunction, names: new Map(), members: new Map() };
}

function open(node: SyntaxNode, outer: Scope, opened: Map<SyntaxNode, Scope>): Scope {
  if (!opening.has(node.type)) return outer;
  const isFunction = functions.has(node.type);
  const scope = toScope(outer, isFunction);
  opened.set(node, scope);
  return scope;
}

function declareNames(node: SyntaxNode, around: Scope, scope: Scope): void {
  if (node.type === "VariableDeclaration") {
    const home = get(node, "kind") === "var" ? nearestFunction(scope) : scope;
    for (const each of getNodes(node, "declarations")) declareVariable(each, home, scope);
    return;
  }
  if (functions.has(node.type))
    for (const each of getNodes(node, "params")) declarePattern(each, scope);
  if (node.type === "CatchClause") declarePattern(getNode(node, "param"), scope);
  if (node.type === "ImportDeclaration")
    for (const each of getNodes(node, "specifiers")) declarePattern(getNode(each, "local"), scope);
  const id = getNode(node, "id");
  const name = nameOf(id);
  const isDeclaration = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration";
  if (isDeclaration && name !== undefined)
    declare(name, around).push({ how: "set", value: node, scope: around });
  else if (scope !== around) declarePattern(id, scope);
}

function declareVariable(declarator: SyntaxNode, home: Scope, scope: Scope): void {
  const id = getNode(declarator, "id");
  const value = getNode(declarator, "init");
  const name = nameOf(id);
  if (name === undefined) {
    if (id === undefined || value === undefined) return declarePattern(id, home);
    return declareTaken(id, value, home, scope);
  }
  const writes = declare(name, home);
  if (value !== undefined) writes.push({ how: "set", value, scope });
}

/** What is taken out of a value: `const { a } = b` gives what `b.a` is. */
function declareTaken(pattern: SyntaxNode, from: SyntaxNode, home: Scope, scope: Scope): void {
  const { start, end } = pattern;
  const isItem = pattern.type === "ArrayPattern";
  const parts = get(pattern, isItem ? "elements" : "properties") as readonly unknown[];
  for (const [at, part] of parts.entries()) {
    if (!isNode(part)) continue;
    const key = isItem ? String(at) : keyOf(part, "key");
    const name = nameOf(isItem ? part : getNode(part, "value"));
    if (name === undefined || key === undefined) {
      declarePattern(part, home);
      continue;
    }
    const property = { type: "Literal", value: key, start, end };
    const member = { type: "MemberExpression", object: from, property, computed: true, start, end };
    declare(name, home).push({ how: "set", value: member, scope });
  }
}

/** All names of a pattern, of which nobody can tell what they are given. */
function declarePattern(pattern: SyntaxNode | undefined, scope: Scope): void {
  const waiting = pattern === undefined ? [] : [pattern];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const name = nameOf(node);
    if (name !== undefined) declare(name, scope).push({ how: "set", value: undefined, scope });
    else if (node.type === "Property") waiting.push(...[getNode(node, "value") ?? []].flat());
    else if (node.type === "AssignmentPattern")
      waiting.push(...[getNode(node, "left") ?? []].flat());
    else waiting.push(...childrenOf(node));
  }
}

function declare(name: string, scope: Scope): Write[] {
  const writes = scope.names.get(name) ?? [];
  scope.names.set(name, writes);
  return writes;
}

function nearestFunction(scope: Scope): Scope {
  let found = scope;
  while (!found.isFunction && found.outer !== undefined) found = found.outer;
  return found;
}

/** What a name is given wherever it is known; a name that nobody declares belongs to the whole page. */
export function findWrites(name: string, scope: Scope): readonly Write[] | undefined {
  for (let at: Scope | undefined = scope; at !== undefined; at = at.outer) {
    const writes = at.names.get(name);
    if (writes !== undefined) return writes;
  }
  return undefined;
}

function addAssignment(node: SyntaxNode, scope: Scope): void {
  const target = getNode(node, "left") ?? getNode(node, "argument");
  const name = nameOf(target);
  if (name === undefined) return addMember(node, target, scope);
  const writes =
    (findWrites(name, scope) as Write[] | undefined) ?? declare(name, outermost(scope));
  const operator = get(node, "operator");
  const value = operator === "=" || operator === "+=" ? getNode(node, "right") : undefined;
  writes.push({ how: operator === "+=" ? "add" : "set", value, scope });
}

/** Only what is set by both names: `a.b = "x"`, `a["b"] = "x"`. */
function addMember(node: SyntaxNode, target: SyntaxNode | undefined, scope: Scope): void {
  if (target?.type !== "MemberExpression") return;
  const owner = nameOf(getNode(target, "object"));
  const key = keyOf(target, "property");
  if (owner === undefined || key === undefined) return;
  const { members } = homeOf(owner, scope);
  const writes = members.get(`${owner}.${key}`) ?? [];
  members.set(`${owner}.${key}`, writes);
  const isSet = get(node, "operator") === "=";
  writes.push({ how: "set", value: isSet ? getNode(node, "right") : undefined, scope });
}

export function findMemberWrites(owner: string, key: string, scope: Scope): readonly Write[] {
  return homeOf(owner, scope).members.get(`${owner}.${key}`) ?? [];
}

/** Where a name is declared, or the whole page. */
function homeOf(name: string, scope: Scope): Scope {
  let at = scope;
  while (!at.names.has(name) && at.outer !== undefined) at = at.outer;
  return at;
}

function outermost(scope: Scope): Scope {
  return scope.outer === undefined ? scope : outermost(scope.outer);
}
