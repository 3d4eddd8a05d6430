import { isFunction } from "../../check/source/syntax.ts";
import { fold } from "../reading/fold.ts";
import type { Folded } from "../reading/folded.ts";
import { follow } from "../reading/follow.ts";
import type { Written } from "../reading/written.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import type { WrittenCall } from "../reading/origin.ts";
import { fieldsOf, propertiesOf, type Property } from "../reading/properties.ts";

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
  return {
    url: fold(frontEnd, first),
    settings: settings.flatMap((each) => propertiesOf(frontEnd, each!)),
    fields: data === undefined ? [] : fieldsOf(frontEnd, data),
  };
}

/** Whether a library takes what is sent second: `axios.post(url, data)`. */
function sendsSecond(library: string, name: string): boolean {
  if (/^(?:jquery|\$|jQuery)$/.test(library)) return name !== "ajax";
  const isOfAxios = /^(?:axios|redaxios|xior|@angular\/common\/http)$/.test(library);
  return isOfAxios && /^(?:post|put|patch)(?:Form)?$/.test(name);
}

/** `new Request(url, init)` has what a call has. */
function requestSettings({ file, node, given }: Written): readonly Written[] {
  if (node.type !== "NewExpression" || node.callee.type !== "Identifier") return [];
  if (node.callee.name !== "Request") return [];
  return node.arguments.slice(1).map((each) => ({ file, node: each, given }));
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
