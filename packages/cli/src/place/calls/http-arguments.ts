import { isFunction } from "../../check/source/syntax.ts";
import { fold, type Folded } from "../reading/fold.ts";
import { follow } from "../reading/follow.ts";
import type { Written } from "../reading/written.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import type { WrittenCall } from "../reading/origin.ts";
import { fieldsOf, propertiesOf, type Property, propertyNamed } from "../reading/properties.ts";

/** What a call is given, each with what is known around it; `...list` is what the list has. */
export function argumentsOf(
  frontEnd: FrontEnd,
  { node, file, given }: WrittenCall,
): readonly Written[] {
  if (!("arguments" in node)) return [];
  return node.arguments.flatMap((each): readonly Written[] => {
    if (each.type !== "SpreadElement") return [{ file, node: each, given }];
    const list = follow(frontEnd, { file, node: each.argument, given });
    if (list.node.type !== "ArrayExpression") return [list];
    return list.node.elements.flatMap((inner) =>
      inner === null ? [] : [{ ...list, node: inner }],
    );
  });
}

/** The settings that a call is given as objects; `create(url)` says its base by a text. */
export function settingsOf(frontEnd: FrontEnd, call: WrittenCall): readonly Property[] {
  return argumentsOf(frontEnd, call).flatMap((each) => {
    const { type } = follow(frontEnd, each).node;
    return /^(?:Literal|TemplateLiteral)$/.test(type)
      ? [{ name: "baseURL", value: each }]
      : propertiesOf(frontEnd, each);
  });
}

interface ReadArguments {
  readonly url: Folded | undefined;
  readonly method?: string | undefined;
  readonly settings: readonly Property[];
  readonly fields: readonly Property[];
}

/** Reads what a call is given: an address, then what it sends, then settings, or settings alone. */
export function readArguments(
  frontEnd: FrontEnd,
  call: WrittenCall,
  name: string,
  library: string,
): ReadArguments {
  const [first, ...rest] = argumentsOf(frontEnd, call);
  if (first === undefined) return { url: undefined, settings: [], fields: [] };
  const start = follow(frontEnd, first);
  if (start.node.type === "ObjectExpression")
    return { url: undefined, settings: propertiesOf(frontEnd, first), fields: [] };
  const [data, ...others] = sendsSecond(library, name) ? rest : [undefined, ...rest];
  const settings = [...requestSettings(start), ...others].filter(
    (each) => each !== undefined && !isFunction(each.node),
  );
  const isGraphql = library === "graphql-request" && /^(?:request|rawRequest)$/.test(name);
  return {
    url: fold(frontEnd, first),
    method: isGraphql ? "POST" : undefined,
    settings: settings.flatMap((each) => propertiesOf(frontEnd, each!)),
    fields: data === undefined ? [] : fieldsOf(frontEnd, data),
  };
}

/** Whether a library takes what is sent second: `axios.post(url, data)`. */
function sendsSecond(library: string, name: string): boolean {
  if (/^(?:superagent|jquery|\$|jQuery)$/.test(library)) return name !== "ajax";
  return /^(?:axios|redaxios|xior)$/.test(library) && /^(?:post|put|patch)(?:Form)?$/.test(name);
}

/** `new Request(url, init)` has what a call has. */
function requestSettings({ file, node, given }: Written): readonly Written[] {
  if (node.type !== "NewExpression" || node.callee.type !== "Identifier") return [];
  if (node.callee.name !== "Request") return [];
  return node.arguments.slice(1).map((each) => ({ file, node: each, given }));
}

interface Chained {
  readonly method?: string;
  readonly headers: readonly Property[];
  readonly parameters: readonly Property[];
  readonly fields: readonly Property[];
}

/** Reads a call that carries on another: `.set("Authorization", key)`, `.send({ … })`. */
export function readChained(frontEnd: FrontEnd, call: WrittenCall): Chained {
  const name = call.members.at(-1) ?? "";
  const [first, second] = argumentsOf(frontEnd, call);
  const empty = { headers: [], parameters: [], fields: [] };
  const method = /^(?:get|post|put|patch|delete)$/.test(name) ? { method: name } : {};
  if (first === undefined) return { ...empty, ...method };
  if (/^(?:set|header|headers)$/.test(name)) {
    const [text] = fold(frontEnd, first);
    const isPair = second !== undefined && typeof text === "string";
    return {
      ...empty,
      headers: isPair ? [{ name: text, value: second }] : propertiesOf(frontEnd, first),
    };
  }
  if (name === "auth")
    return { ...empty, headers: [{ name: "Authorization", value: second ?? first }] };
  if (name === "query") return { ...empty, parameters: propertiesOf(frontEnd, first) };
  const sends = /^(?:send|json|body|field|attach|post|put|patch)$/.test(name);
  return { ...empty, ...method, fields: sends ? fieldsOf(frontEnd, first) : [] };
}

/** What settings have within one of theirs: all headers. */
export function within(
  frontEnd: FrontEnd,
  parts: readonly Property[],
  ...names: readonly string[]
): readonly Property[] {
  const direct = parts
    .filter(({ name }) => names.includes(name))
    .flatMap(({ value }) => propertiesOf(frontEnd, value));
  // axios keeps headers for all methods, and for one, one level deeper.
  const deeper = direct
    .filter(({ name }) => /^(?:common|get|post|put|patch|delete)$/.test(name))
    .flatMap(({ value }) => propertiesOf(frontEnd, value));
  const dotted = parts
    .filter(({ name }) => names.some((each) => name.startsWith(`${each}.`)))
    .map(({ name, value }) => ({ name: name.slice(name.indexOf(".") + 1), value }));
  return [...direct, ...deeper, ...dotted];
}

/** `auth: { username, password }` becomes a header. */
export function credentialsOf(frontEnd: FrontEnd, parts: readonly Property[]): readonly Property[] {
  const auth = propertyNamed(parts, "auth");
  const said = auth === undefined ? [] : propertiesOf(frontEnd, auth.value);
  const found = propertyNamed(said, "password") ?? propertyNamed(said, "username");
  return found === undefined ? [] : [{ name: "Authorization", value: found.value }];
}

/** An address below another, unless it is a whole one. */
export function joinUrl(base: Folded | undefined, url: Folded | undefined): Folded {
  if (base === undefined || base.length === 0) return url ?? [];
  const [start] = url ?? [];
  if (url === undefined || start === undefined) return base;
  if (typeof start === "string" && /^(?:[a-z][\w+.-]*:|\/\/)/i.test(start)) return url;
  const end = base.at(-1);
  const hasSlash =
    (typeof end === "string" && end.endsWith("/")) ||
    (typeof start === "string" && start.startsWith("/"));
  return hasSlash ? [...base, ...url] : [...base, "/", ...url];
}
