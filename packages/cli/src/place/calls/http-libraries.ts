import type { Node } from "oxc-parser";

import { fold } from "../reading/fold.ts";
import type { Folded } from "../reading/folded.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { httpLibraries, isLinkLibrary } from "../reading/known-libraries.ts";
import type { Origin, WrittenCall } from "../reading/origin.ts";
import { fieldsOf, propertiesOf, type Property, propertyNamed } from "../reading/properties.ts";
import { queryProperties } from "../reading/query-properties.ts";
import { readChainedCall } from "./chained-calls.ts";
import { argumentsOf, joinUrl, readArguments, settingsOf } from "./http-arguments.ts";
import { graphqlMethod } from "./graphql-writes.ts";
import { headersOf, within } from "./http-headers.ts";
import { toldSettings } from "./library-settings.ts";
import { readLinkCall } from "./link-calls.ts";
import { nothingSent, type Request } from "./request.ts";

const methods = /^(?:get|getJSON|post|put|patch|delete|del|head|options)$/i;
/** What of a library calls, beside the methods and the library itself. */
const calling =
  /^(?:request|rawRequest|ajax|stream|fetch|\$fetch|ofetch|fetchEventSource|query|raw|jsonp|(?:post|put|patch)Form|use(?:Lazy)?Fetch|)$/;
const configuring =
  /^(?:create|extend|defaults|instance|HttpClient|inject|GraphQLClient|createClient|createFetch|openapi-fetch)$/;
/** What selects elements of the page as well. */
const selecting = /^(?:jquery|\$|jQuery)$/;
/** Calls of a library that carry on what another has begun: `superagent.post(url).set(…).send(…)`. */
const chained = /^(?:superagent|wretch)$/;

/** Reads a call by one of the libraries. */
export function readHttpCall(
  frontEnd: FrontEnd,
  call: WrittenCall,
  origin: Origin,
): Request | undefined {
  const [library = ""] = origin.path;
  if (isLinkLibrary(library)) return readLinkCall(frontEnd, call, origin);
  if (!httpLibraries.has(library)) return undefined;
  if (chained.test(library)) return readChainedCall(frontEnd, call, origin);
  const all = [...origin.made, call];
  const started = all.findIndex((each, index) => !isConfiguring(each, origin, index));
  // What is done with an answer is no other call.
  if (all[started] !== call) return undefined;
  const name = nameOf(call, origin, started);
  if (!isCalling(name, library, origin)) return undefined;
  // Where a client leads of which only the type is known, nobody can tell; Angular's has no address of its own.
  const isOpen = origin.isTyped === true && library !== "@angular/common/http";
  const parts = [
    ...(isOpen ? [{ name: "baseURL", value: { ...call, node: typedName(origin, call) } }] : []),
    ...toldSettings(frontEnd, origin),
    ...origin.made.slice(0, started).flatMap((each) => settingsOf(frontEnd, each)),
  ];
  return toRequest(frontEnd, library, name, call, parts);
}

function toRequest(
  frontEnd: FrontEnd,
  library: string,
  name: string,
  call: WrittenCall,
  told: readonly Property[],
): Request {
  if (library === "graphql-request") return readGraphqlCall(frontEnd, call, told);
  const own = readArguments(frontEnd, call, name, library);
  const parts = [...told, ...own.settings];
  const base = propertyNamed(parts, "baseURL", "prefixUrl", "prefix", "baseUrl");
  const hasCredentials = propertyNamed(parts, "credentials", "withCredentials") !== undefined;
  return {
    ...nothingSent,
    by: methods.test(name) && name !== library ? `${library}.${name}` : library,
    method: methodOf(frontEnd, name, parts),
    url: joinUrl(foldOf(frontEnd, base), own.url ?? foldOf(frontEnd, propertyNamed(parts, "url"))),
    headers: headersOf(frontEnd, parts),
    parameters: [
      ...queryProperties(frontEnd, argumentsOf(frontEnd, call)[0]),
      ...within(frontEnd, parts, "params", "searchParams", "query"),
    ],
    fields: [...own.fields, ...fieldsIn(frontEnd, parts)],
    observed: hasCredentials ? [{ fact: "user-token", by: "credentials" }] : [],
  };
}

/** What a call is named: by its last member, or by what is imported where it is the first. */
function nameOf({ members }: WrittenCall, { path }: Origin, index: number): string {
  const name = members.at(-1) ?? (index === 0 ? path.at(-1)! : "");
  // Nuxt's axios: `$get` is `get`, and gives the data alone.
  return path[0] === "axios" ? name.replace(/^\$/, "") : name;
}

function isConfiguring(call: WrittenCall, origin: Origin, index: number): boolean {
  return configuring.test(nameOf(call, origin, index));
}

/** Whether a name of a library's calls: `axios.get` does, `axios.isAxiosError` does not. */
function isCalling(name: string, library: string, { path }: Origin): boolean {
  if (selecting.test(library)) return /^(?:ajax|get|post|getJSON|getScript)$/.test(name);
  return methods.test(name) || calling.test(name) || (path.length === 1 && name === library);
}

/** One that is only known when it runs may be any. */
function methodOf(frontEnd: FrontEnd, name: string, parts: readonly Property[]): string {
  const verb = name.replace(/Form$|JSON$/, "").replace(/^del$/, "delete");
  if (methods.test(verb)) return verb.toUpperCase();
  const said = propertyNamed(parts, "method", "type");
  if (said === undefined) return "GET";
  const [text] = fold(frontEnd, said.value);
  return typeof text === "string" ? text.toUpperCase() : "ANY";
}

/** `request(url, document, variables, headers)`, and a client that was made with an address and needs none again. */
function readGraphqlCall(
  frontEnd: FrontEnd,
  call: WrittenCall,
  told: readonly Property[],
): Request {
  const [first, second, third, fourth] = argumentsOf(frontEnd, call);
  const base = propertyNamed(told, "baseURL", "url");
  const options = [first, second].flatMap((each) => (each ? propertiesOf(frontEnd, each) : []));
  const url = base ?? propertyNamed(options, "url");
  const [variables, headers] = base === undefined ? [third, fourth] : [second, third];
  return {
    ...nothingSent,
    by: "graphql-request",
    method: graphqlMethod(frontEnd),
    url: foldOf(frontEnd, url) ?? (first && fold(frontEnd, first)),
    headers: [
      ...headersOf(frontEnd, [...told, ...options]),
      ...(headers === undefined ? [] : propertiesOf(frontEnd, headers)),
    ],
    fields: [
      ...(variables === undefined ? [] : fieldsOf(frontEnd, variables)),
      ...fieldsIn(frontEnd, options),
    ],
  };
}

function fieldsIn(frontEnd: FrontEnd, parts: readonly Property[]): readonly Property[] {
  return parts
    .filter(({ name }) => /^(?:body|data|json|form|formData|variables)$/.test(name))
    .flatMap(({ value }) => fieldsOf(frontEnd, value));
}

function foldOf(frontEnd: FrontEnd, property: Property | undefined): Folded | undefined {
  return property && fold(frontEnd, property.value);
}

/** The name whose type says what it is. */
function typedName({ made: [first] }: Origin, { node }: WrittenCall): Node {
  return first !== undefined && "callee" in first.node ? first.node.callee : node;
}
