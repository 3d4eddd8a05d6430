import type { Node } from "oxc-parser";

import { keyName, memberName, unwrap } from "../../check/source/syntax.ts";
import { choose, decode, encode, type Folded, holeOf, join, resolveUrl } from "./folded.ts";
import { follow, resultOf } from "./follow.ts";
import { functionsAround } from "../observe/surroundings.ts";
import { calledName } from "./called-name.ts";
import { anew, type Effort, further, isSpent, newEffort } from "./effort.ts";
import { nothingGiven, type Written } from "./written.ts";
import type { FrontEnd } from "./front-end.ts";
import { nodesAround } from "./nodes-around.ts";

/** How a text is put together: what has been done for it, and the functions that are being read, outermost first. */
interface Folding extends Effort {
  readonly open: readonly Written[];
}

/** Of a text with more parts, as of one that grows with its data, the rest is not told. */
const mostPartsOfText = 200;

/** Puts together what an expression comes to as a text. */
export function fold(frontEnd: FrontEnd, written: Written): Folded {
  const parts = foldPart(frontEnd, written, { ...newEffort(), open: [] });
  if (parts.length <= mostPartsOfText) return parts;
  return [...parts.slice(0, mostPartsOfText), { kind: "runtime", name: "…" }];
}

function foldPart(frontEnd: FrontEnd, written: Written, folding: Folding): Folded {
  if (isSpent(folding)) return [holeOf(written.node)];
  const value = follow(frontEnd, written, anew(folding));
  const { file, node, given } = value;
  const inner = (each: Node) => foldPart(frontEnd, { file, node: each, given }, further(folding));
  switch (node.type) {
    case "Literal":
      return node.value === null || node.value instanceof RegExp ? [] : join([String(node.value)]);
    case "TemplateLiteral":
      return join(
        node.quasis.flatMap(({ value: { cooked } }, index) => {
          const hole = node.expressions[index];
          return [cooked ?? "", ...(hole === undefined ? [] : inner(hole))];
        }),
      );
    case "BinaryExpression":
      return node.operator === "+"
        ? join([...inner(node.left), ...inner(node.right)])
        : [holeOf(node)];
    case "ConditionalExpression":
      return choose(inner(node.consequent), inner(node.alternate));
    case "LogicalExpression":
      return node.operator === "&&"
        ? inner(node.right)
        : choose(inner(node.left), inner(node.right));
    case "NewExpression":
    case "CallExpression":
      return foldCall(frontEnd, value, folding) ?? [holeOf(node)];
    case "Identifier":
      return foldName(frontEnd, value, folding) ?? foldGlobal(frontEnd, value, folding);
    case "MemberExpression": {
      const member = enumMember(frontEnd, value);
      if (member !== undefined) return inner(member);
      if (/^(?:href|origin)$/.test(memberName(node) ?? "") && isMadeUrl(frontEnd, value, folding))
        return inner(node.object);
      return foldChoice(frontEnd, value, folding) ?? foldGlobal(frontEnd, value, folding);
    }
    default:
      return [holeOf(node)];
  }
}

/** What a member of an enumeration stands for. */
function enumMember(frontEnd: FrontEnd, { file, node }: Written): Node | undefined {
  if (node.type !== "MemberExpression" || node.object.type !== "Identifier") return undefined;
  const declared = frontEnd.lookUp.declared(file, node.object);
  const [around] =
    declared === undefined ? [] : nodesAround(declared.file, declared.declaration.id);
  if (around?.type !== "TSEnumDeclaration") return undefined;
  const name = memberName(node);
  const found = around.body.members.find(({ id, computed }) => keyName(id, computed) === name);
  return found?.initializer ?? undefined;
}

/** One of several that are written down, by a name that is only known when it runs: `endpoints[name]`. */
function foldChoice(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
  folding: Folding,
): Folded | undefined {
  if (node.type !== "MemberExpression" || !node.computed) return undefined;
  const whole = follow(frontEnd, { file, node: node.object, given }, anew(folding));
  const written = partsOf(whole.node);
  if (written.length > mostParts) return undefined;
  const parts = written.map((each) =>
    foldPart(frontEnd, { ...whole, node: each }, further(folding, 8)),
  );
  return parts.length === 0 ? undefined : parts.reduce(choose);
}

const mostParts = 20;

function partsOf(node: Node): readonly Node[] {
  if (node.type === "ObjectExpression")
    return node.properties.flatMap((each) => (each.type === "Property" ? [each.value] : []));
  return node.type === "ArrayExpression" ? node.elements.filter((each) => each !== null) : [];
}

/** A name that is added to: `let url = base; url += "?key=…"`. */
function foldName(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
  folding: Folding,
): Folded | undefined {
  const declared = frontEnd.lookUp.declared(file, node);
  if (declared?.declaration.kind !== "variable") return undefined;
  const { id, init } = declared.declaration.declarator;
  if (id.type !== "Identifier") return undefined;
  const changes = frontEnd
    .additionsOf(declared.file)
    .to(id)
    .filter(({ by, members }) => members.length === 0 && by.endsWith("="));
  const at = (each: Node) =>
    foldPart(frontEnd, { file: declared.file, node: each, given }, further(folding, 8));
  const start = init === null ? [] : [at(init)];
  const assigned = changes.filter(({ by }) => by !== "+=").map((each) => at(each.arguments[0]!));
  const added = changes.filter(({ by }) => by === "+=").flatMap((each) => at(each.arguments[0]!));
  const [first, ...others] = [...start, ...assigned];
  return first && join([...others.reduce(choose, first), ...added]);
}

/** What is built into the page or handed to all of them: by bundlers, by SvelteKit, by a script that sets a global. */
const builtIn =
  /^(?:import\.meta\.env|process\.env|Deno\.env|\$env\/static\/public|\$env\/dynamic\/public\.env|(?:_*\w*(?:env|config|settings)\w*))\.(\w+)$/i;

/** `import.meta.env[name]`, where the name is written elsewhere. */
function computedPath(
  frontEnd: FrontEnd,
  { file, node, given }: Written,
  folding: Folding,
): readonly string[] {
  if (node.type !== "MemberExpression" || !node.computed) return [];
  const whole = frontEnd.lookUp.value(file, node.object);
  const [name, more] = foldPart(
    frontEnd,
    { file, node: node.property, given },
    further(folding, 8),
  );
  return whole?.kind === "outside" && typeof name === "string" && more === undefined
    ? [...whole.path, name]
    : [];
}

/** `useRuntimeConfig().public.apiBase` of Nuxt's. */
function ownSettings(frontEnd: FrontEnd, { file, node }: Pick<Written, "file" | "node">) {
  const text = file.text.slice(node.start, node.end);
  const found = /^([\w$]+)(?:\(\))?\.public\.(\w+)$/.exec(text);
  if (found === null || node.type !== "MemberExpression") return null;
  let root = unwrap(node.object);
  while (root.type === "MemberExpression") root = unwrap(root.object);
  const made = follow(frontEnd, { file, node: root, given: nothingGiven }).node;
  const isConfig = made.type === "CallExpression" && calledName(made) === "useRuntimeConfig";
  return isConfig ? [found[0], found[2]!] : null;
}

function foldGlobal(frontEnd: FrontEnd, { file, node, given }: Written, folding: Folding): Folded {
  const value = frontEnd.lookUp.value(file, node);
  const path =
    value?.kind === "outside" ? value.path : computedPath(frontEnd, { file, node, given }, folding);
  const environment = builtIn.exec(path.join(".")) ?? ownSettings(frontEnd, { file, node });
  if (path.join(".") === "location.protocol") return ["https:"];
  if (environment?.[1] === "BASE_URL") return ["/"];
  if (environment !== null) return [{ kind: "environment", name: environment[1]! }];
  if (
    /^(?:document\.)?location(?:\.(?:origin|href|host|hostname))?$/.test(path.join(".")) ||
    path.join(".") === "import.meta.url"
  )
    return [{ kind: "origin", name: "origin" }];
  return [holeOf(node)];
}

const sameText =
  /^(?:toString|toJSON|trim|concat|valueOf|normalize|replace|replaceAll|toLowerCase)$/;

function foldCall(frontEnd: FrontEnd, call: Written, folding: Folding): Folded | undefined {
  const { file, node, given } = call;
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const inner = (each: Node | undefined) =>
    each === undefined ? [] : foldPart(frontEnd, { file, node: each, given }, further(folding));
  const [first, second] = node.arguments;
  const callee = unwrap(node.callee);
  const outside = frontEnd.lookUp.value(file, callee);
  const name = outside?.kind === "outside" ? outside.path.join(".") : "";
  if (name === "URL") return resolveUrl(inner(first), inner(second));
  if (/^(?:String|encodeURI|encodeURIComponent|decodeURIComponent|Request)$/.test(name))
    return inner(first);
  if (name === "btoa") return encode(inner(first));
  if (name === "atob") return decode(inner(first));
  if (callee.type === "MemberExpression") {
    const method = memberName(callee) ?? "";
    const object = unwrap(callee.object);
    if (method === "join")
      return foldJoin(
        follow(frontEnd, { file, node: object, given }, anew(folding)),
        inner,
        inner(first),
      );
    if (sameText.test(method))
      return join([
        ...inner(object),
        ...(method === "concat" ? node.arguments.flatMap(inner) : []),
      ]);
  }
  const result = resultOf(frontEnd, call, anew(folding));
  return result && foldResult(frontEnd, call, result, folding);
}

/** What a function returns; of one that leads to itself, what it returns then is known only when it runs. */
function foldResult(
  frontEnd: FrontEnd,
  call: Written,
  result: Written,
  folding: Folding,
): Folded | undefined {
  const [called] = functionsAround(result.file, result.node);
  // What a hook keeps stands in its call, and no other function is entered: `useState("/a")`.
  if (called === undefined || contains(call, result))
    return foldPart(frontEnd, result, further(folding));
  const first = folding.open.findIndex(({ node }) => node === called);
  // A call that another function hands it as an argument stands outside of it: `quote(quote(name))`.
  if (first !== -1 && folding.open.slice(first).some((each) => contains(each, call)))
    return undefined;
  const open = [...folding.open, { ...result, node: called }];
  return foldPart(frontEnd, result, further({ ...folding, open }));
}

function contains(outer: Written, { file, node: { start, end } }: Written): boolean {
  return outer.file === file && outer.node.start <= start && end <= outer.node.end;
}

function foldJoin(
  list: Written,
  inner: (node: Node) => Folded,
  between: Folded,
): Folded | undefined {
  if (list.node.type !== "ArrayExpression") return undefined;
  return join(
    list.node.elements.flatMap((each, index) => [
      ...(index === 0 ? [] : between),
      ...(each === null ? [] : inner(each)),
    ]),
  );
}

function isMadeUrl(frontEnd: FrontEnd, { file, node, given }: Written, folding: Folding): boolean {
  if (node.type !== "MemberExpression") return false;
  const made = follow(frontEnd, { file, node: node.object, given }, anew(folding)).node;
  return (
    made.type === "NewExpression" && made.callee.type === "Identifier" && made.callee.name === "URL"
  );
}
