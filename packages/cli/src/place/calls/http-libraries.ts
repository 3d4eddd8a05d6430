import type { Node } from "oxc-parser";

import { fold, type Folded } from "../reading/fold.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { httpLibraries } from "../reading/known-libraries.ts";
import type { Origin, WrittenCall } from "../reading/origin.ts";
import { fieldsOf, type Property, propertyNamed } from "../reading/properties.ts";
import { queryProperties } from "../reading/query-properties.ts";
import {
  argumentsOf,
  credentialsOf,
  joinUrl,
  readArguments,
  readChained,
  settingsOf,
  within,
} from "./http-arguments.ts";
import { toldSettings } from "./library-settings.ts";
import { nothingSent, type Request } from "./request.ts";

const methods = /^(?:get|getJSON|post|put|patch|delete|del|head|options)$/;
/** What of a library calls, beside the methods and the library itself. */
const calling =
  /^(?:request|rawRequest|ajax|stream|fetch|\$fetch|ofetch|fetchEventSource|query|raw|(?:post|put|patch)Form|)$/;
const configuring =
  /^(?:create|extend|defaults|instance|HttpClient|inject|GraphQLClient|ApolloClient|createClient|Client|HttpLink|createHttpLink|http(?:Batch|BatchStream|Subscription)?Link)$/;
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
  if (!httpLibraries.has(library)) return undefined;
  if (/^(?:@apollo\/client|urql|@urql\/core|@trpc\/client)$/.test(library))
    return readLinkCall(frontEnd, call, origin);
  const all = [...origin.made, call];
  const started = all.findIndex((each, index) => !isConfiguring(each, origin, index));
  const begun = all[started];
  // What is done with an answer is no other call.
  if (begun === undefined || (begun !== call && !chained.test(library))) return undefined;
  const name = nameOf(begun, origin, started);
  if (!isCalling(name, library, origin)) return undefined;
  // Where a client leads of which only the type is known, nobody can tell; Angular's has no address of its own.
  const isOpen = origin.isTyped === true && library !== "@angular/common/http";
  const parts = [
    ...(isOpen ? [{ name: "baseURL", value: { ...begun, node: typedName(origin, begun) } }] : []),
    ...toldSettings(frontEnd, library),
    ...all.slice(0, started).flatMap((each) => settingsOf(frontEnd, each)),
  ];
  return toRequest(frontEnd, library, name, begun, parts, all.slice(started + 1));
}

function toRequest(
  frontEnd: FrontEnd,
  library: string,
  name: string,
  call: WrittenCall,
  told: readonly Property[],
  after: readonly WrittenCall[],
): Request {
  const own = readArguments(frontEnd, call, name, library);
  const parts = [...told, ...own.settings];
  const later = after.map((each) => readChained(frontEnd, each));
  const verb = later.find((each) => each.method !== undefined)?.method;
  const base = propertyNamed(parts, "baseURL", "prefixUrl", "prefix", "baseUrl");
  const hasCredentials = propertyNamed(parts, "credentials", "withCredentials") !== undefined;
  return {
    ...nothingSent,
    by: methods.test(name) && name !== library ? `${library}.${name}` : library,
    method: verb?.toUpperCase() ?? methodOf(frontEnd, name, parts, own.method),
    url: joinUrl(foldOf(frontEnd, base), own.url ?? foldOf(frontEnd, propertyNamed(parts, "url"))),
    headers: [
      ...within(frontEnd, parts, "headers"),
      ...credentialsOf(frontEnd, parts),
      ...later.flatMap(({ headers }) => headers),
    ],
    parameters: [
      ...queryProperties(frontEnd, argumentsOf(frontEnd, call)[0]),
      ...within(frontEnd, parts, "params", "searchParams", "query"),
      ...later.flatMap(({ parameters }) => parameters),
    ],
    fields: [...own.fields, ...fieldsIn(frontEnd, parts), ...later.flatMap(({ fields }) => fields)],
    observed: hasCredentials ? [{ fact: "user-token", by: "credentials" }] : [],
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

/** Whether a name of a library's calls: `axios.get` does, `axios.isAxiosError` does not. */
function isCalling(name: string, library: string, { path }: Origin): boolean {
  if (selecting.test(library)) return /^(?:ajax|get|post|getJSON|getScript)$/.test(name);
  return methods.test(name) || calling.test(name) || (path.length === 1 && name === library);
}

/** One that is only known when it runs may be any. */
function methodOf(
  frontEnd: FrontEnd,
  name: string,
  parts: readonly Property[],
  own: string | undefined,
): string {
  if (methods.test(name)) return name.replace("JSON", "").replace(/^del$/, "delete").toUpperCase();
  const said = propertyNamed(parts, "method", "type");
  if (said === undefined) return own ?? "GET";
  const [text] = fold(frontEnd, said.value);
  return typeof text === "string" ? text.toUpperCase() : "ANY";
}

/** GraphQL clients are made with an address, and called by hooks that do not name it. */
function readLinkCall(frontEnd: FrontEnd, call: WrittenCall, origin: Origin): Request | undefined {
  if (origin.made.length > 0 || !configuring.test(nameOf(call, origin, 0))) return undefined;
  const settings = settingsOf(frontEnd, call);
  const url = foldOf(frontEnd, propertyNamed(settings, "uri", "url", "baseURL"));
  if (url === undefined) return undefined;
  const headers = within(frontEnd, settings, "headers");
  return { ...nothingSent, by: origin.path[0]!, method: "POST", url, headers };
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
