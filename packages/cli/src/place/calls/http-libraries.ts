import { isFunction } from "../../check/source/syntax.ts";
import { fold, type Folded } from "../reading/fold.ts";
import { follow, type Written } from "../reading/follow.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { originOf, type Origin, type WrittenCall } from "../reading/origin.ts";
import { fieldsOf, propertiesOf, type Property, propertyNamed } from "../reading/properties.ts";
import { queryProperties } from "../reading/query-properties.ts";
import { nothingSent, type Request } from "./request.ts";

/** Packages and globals that call by HTTP, by the first of their names. */
const libraries: ReadonlySet<string> = new Set(
  (
    "fetch axios ky got superagent ofetch $fetch wretch jquery $ jQuery needle redaxios node-fetch cross-fetch " +
    "isomorphic-fetch unfetch undici whatwg-fetch @microsoft/fetch-event-source graphql-request @apollo/client " +
    "urql @urql/core xior alova phin up-fetch ky-universal node-fetch-native @nuxt/http fetchEventSource"
  ).split(" "),
);

const methods = /^(?:get|getJSON|post|put|patch|delete|del|head|options)$/;
const configuring =
  /^(?:create|extend|defaults|instance|GraphQLClient|ApolloClient|createClient|Client|HttpLink|createHttpLink)$/;
/** Calls of a library that carry on what another has begun: `superagent.post(url).set(…).send(…)`. */
const selects = /^(?:jquery|\$|jQuery)$/;
const chained = /^(?:superagent|wretch)$/;

/** Reads a call by one of the libraries. */
export function readHttpCall(
  frontEnd: FrontEnd,
  call: WrittenCall,
  origin: Origin,
): Request | undefined {
  const [library = ""] = origin.path;
  if (!libraries.has(library)) return undefined;
  if (/^(?:@apollo\/client|urql|@urql\/core)$/.test(library))
    return readLinkCall(frontEnd, call, origin);
  const all = [...origin.made, call];
  const started = all.findIndex((each, index) => !isConfiguring(each, origin, index));
  if (started === -1) return undefined;
  // What is done with an answer is no other call.
  if (started !== all.length - 1 && !chained.test(library)) return undefined;
  const name = nameOf(all[started]!, origin, started);
  if (selects.test(library) && !/^(?:ajax|get|post|getJSON|getScript)$/.test(name))
    return undefined;
  const settings = all.slice(0, started).flatMap((each) => settingsOf(frontEnd, each));
  const own = readArguments(frontEnd, all[started]!, name, library);
  const parts = [...defaultsOf(frontEnd, library), ...settings, ...own.settings];
  const later = all.slice(started + 1).map((each) => readChained(frontEnd, each));
  const method = methods.test(name)
    ? name.replace("JSON", "").replace(/^del$/, "delete")
    : undefined;
  return {
    ...nothingSent,
    by: labelOf(library, name),
    method: (
      method ??
      own.method ??
      textOf(frontEnd, propertyNamed(parts, "method", "type")) ??
      later.find((each) => each.method)?.method ??
      "GET"
    ).toUpperCase(),
    url: joinUrl(baseOf(frontEnd, parts), own.url ?? foldOf(frontEnd, propertyNamed(parts, "url"))),
    headers: [
      ...within(frontEnd, parts, "headers"),
      ...credentials(frontEnd, parts),
      ...later.flatMap(({ headers }) => headers),
    ],
    parameters: [
      ...queryProperties(frontEnd, argumentsOf(all[started]!)[0]),
      ...within(frontEnd, parts, "params", "searchParams", "query"),
      ...later.flatMap(({ parameters }) => parameters),
    ],
    fields: [...own.fields, ...fieldsIn(frontEnd, parts), ...later.flatMap(({ fields }) => fields)],
    observed:
      propertyNamed(parts, "credentials", "withCredentials") !== undefined
        ? [{ fact: "user-token", by: "credentials" }]
        : [],
  };
}

/** What a call is named: by its last member, or by what is imported where it is the first. */
function nameOf({ members }: WrittenCall, { path }: Origin, index: number): string {
  return members.at(-1) ?? (index === 0 ? path.at(-1)! : "");
}

function isConfiguring(call: WrittenCall, origin: Origin, index: number): boolean {
  const isStart = origin.path[0] === "wretch" && index === 0;
  return configuring.test(nameOf(call, origin, index)) || isStart;
}

function labelOf(library: string, name: string): string {
  return name === library || name === "" || !methods.test(name) ? library : `${library}.${name}`;
}

/** The settings that a call is given as objects; a wrapped `create(url)` says its base by a text. */
function settingsOf(frontEnd: FrontEnd, call: WrittenCall): readonly Property[] {
  return argumentsOf(call).flatMap((each) => {
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

function readArguments(
  frontEnd: FrontEnd,
  call: WrittenCall,
  name: string,
  library: string,
): ReadArguments {
  const [first, ...rest] = argumentsOf(call);
  if (first === undefined) return { url: undefined, settings: [], fields: [] };
  const start = follow(frontEnd, first);
  if (start.node.type === "ObjectExpression")
    return { url: undefined, settings: propertiesOf(frontEnd, first), fields: [] };
  // `new Request(url, init)` has what a call has.
  const isRequest =
    start.node.type === "NewExpression" &&
    start.node.callee.type === "Identifier" &&
    start.node.callee.name === "Request";
  const inRequest = isRequest ? argumentsOf({ ...start, members: [] } as WrittenCall).slice(1) : [];
  const sendsSecond =
    /^(?:axios|redaxios|superagent|xior|jquery|\$|jQuery)$/.test(library) &&
    (/^(?:post|put|patch)$/.test(name) || /^(?:superagent|jquery|\$|jQuery)$/.test(library));
  const isSecondData = sendsSecond && rest[0] !== undefined && name !== "ajax";
  const [data, ...settings] = isSecondData ? rest : [undefined, ...rest];
  const graphql = /^(?:request|rawRequest)$/.test(name) && library === "graphql-request";
  return {
    url: fold(frontEnd, first),
    method: graphql ? "POST" : undefined,
    settings: [...inRequest, ...settings].flatMap((each) =>
      each === undefined || isFunction(each.node) ? [] : propertiesOf(frontEnd, each),
    ),
    fields: data === undefined ? [] : fieldsOf(frontEnd, data),
  };
}

/** GraphQL clients are made with an address, and called by hooks that do not name it. */
function readLinkCall(frontEnd: FrontEnd, call: WrittenCall, origin: Origin): Request | undefined {
  if (origin.made.length > 0 || !configuring.test(nameOf(call, origin, 0))) return undefined;
  const settings = settingsOf(frontEnd, call);
  const url = foldOf(frontEnd, propertyNamed(settings, "uri", "url", "baseURL"));
  if (url === undefined) return undefined;
  return {
    ...nothingSent,
    by: origin.path[0]!,
    method: "POST",
    url,
    headers: within(frontEnd, settings, "headers"),
  };
}

function readChained(
  frontEnd: FrontEnd,
  call: WrittenCall,
): Pick<Request, "headers" | "parameters" | "fields"> & { method?: string } {
  const name = call.members.at(-1) ?? "";
  const [first, second] = argumentsOf(call);
  const empty = { headers: [], parameters: [], fields: [] };
  if (/^(?:set|header|headers)$/.test(name) && first !== undefined) {
    const text = fold(frontEnd, first)[0];
    if (second !== undefined && typeof text === "string")
      return { ...empty, headers: [{ name: text, value: second }] };
    return { ...empty, headers: propertiesOf(frontEnd, first) };
  }
  if (name === "auth" && first !== undefined)
    return { ...empty, headers: [{ name: "Authorization", value: second ?? first }] };
  if (name === "query" && first !== undefined)
    return { ...empty, parameters: propertiesOf(frontEnd, first) };
  if (/^(?:send|json|body|field|attach)$/.test(name) && first !== undefined)
    return { ...empty, fields: fieldsOf(frontEnd, first) };
  if (methods.test(name))
    return { ...empty, method: name, fields: first === undefined ? [] : fieldsOf(frontEnd, first) };
  return empty;
}

/** What the app told a library for all its calls. */
function defaultsOf(frontEnd: FrontEnd, library: string): readonly Property[] {
  return [...frontEnd.project.files.values()].flatMap((file) =>
    frontEnd.additionsOf(file).defaults.flatMap(({ root, members, arguments: [value] }) => {
      if (
        value === undefined ||
        originOf(frontEnd, { file, node: root, given: new Map() })?.path[0] !== library
      )
        return [];
      const name = members.at(-1)!;
      return [
        {
          name: members.includes("headers") ? `headers.${name}` : name,
          value: { file, node: value, given: new Map() },
        },
      ];
    }),
  );
}

function baseOf(frontEnd: FrontEnd, parts: readonly Property[]): Folded | undefined {
  return foldOf(frontEnd, propertyNamed(parts, "baseURL", "prefixUrl", "prefix", "baseUrl"));
}

function joinUrl(base: Folded | undefined, url: Folded | undefined): Folded {
  if (base === undefined || base.length === 0) return url ?? [];
  const [start] = url ?? [];
  if (typeof start === "string" && /^(?:[a-z][\w+.-]*:|\/\/)/i.test(start)) return url!;
  if (url === undefined) return base;
  const end = base.at(-1);
  const hasSlash =
    (typeof end === "string" && end.endsWith("/")) ||
    (typeof start === "string" && start.startsWith("/"));
  return hasSlash ? [...base, ...url] : [...base, "/", ...url];
}

function within(
  frontEnd: FrontEnd,
  parts: readonly Property[],
  ...names: readonly string[]
): readonly Property[] {
  const direct = parts
    .filter(({ name }) => names.includes(name))
    .flatMap(({ value }) => propertiesOf(frontEnd, value));
  const dotted = parts.filter(({ name }) => names.some((each) => name.startsWith(`${each}.`)));
  // axios keeps headers for all methods, and for one, one level deeper.
  const deeper = direct
    .filter(({ name }) => /^(?:common|get|post|put|patch|delete)$/.test(name))
    .flatMap(({ value }) => propertiesOf(frontEnd, value));
  return [
    ...direct,
    ...deeper,
    ...dotted.map(({ name, value }) => ({ name: name.slice(name.indexOf(".") + 1), value })),
  ];
}

function credentials(frontEnd: FrontEnd, parts: readonly Property[]): readonly Property[] {
  const auth = propertyNamed(parts, "auth");
  if (auth === undefined) return [];
  const { password, username } = Object.fromEntries(
    propertiesOf(frontEnd, auth.value).map(({ name, value }) => [name, value]),
  ) as Record<string, Written>;
  const value = password ?? username;
  return value === undefined ? [] : [{ name: "Authorization", value }];
}

function fieldsIn(frontEnd: FrontEnd, parts: readonly Property[]): readonly Property[] {
  return parts
    .filter(({ name }) => /^(?:body|data|json|form|formData|variables)$/.test(name))
    .flatMap(({ value }) => fieldsOf(frontEnd, value));
}

function textOf(frontEnd: FrontEnd, property: Property | undefined): string | undefined {
  const [text] = foldOf(frontEnd, property) ?? [];
  return typeof text === "string" ? text : undefined;
}

function foldOf(frontEnd: FrontEnd, property: Property | undefined): Folded | undefined {
  return property && fold(frontEnd, property.value);
}

/** What a call is given, each with what is known around it. */
export function argumentsOf({ node, file, given }: WrittenCall): readonly Written[] {
  return "arguments" in node ? node.arguments.map((each) => ({ file, node: each, given })) : [];
}
