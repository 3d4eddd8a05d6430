import { fold } from "../reading/fold.ts";
import type { Folded } from "../reading/folded.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import type { Origin, WrittenCall } from "../reading/origin.ts";
import { fieldsOf, propertiesOf, type Property } from "../reading/properties.ts";
import { queryProperties } from "../reading/query-properties.ts";
import { argumentsOf, joinUrl } from "./http-arguments.ts";
import { headersOf } from "./http-headers.ts";
import { nothingSent, type Request } from "./request.ts";

const verbs = /^(?:get|head|post|put|patch|delete|del)$/;

/** What each word of a chain says of the call. */
interface Said {
  readonly method?: string;
  readonly url?: Folded;
  readonly headers?: readonly Property[];
  readonly parameters?: readonly Property[];
  readonly fields?: readonly Property[];
}

/** Reads a call that is said word by word: `superagent.post(url).set(…).send(…)`, `wretch(url).auth(key).get()`. */
export function readChainedCall(
  frontEnd: FrontEnd,
  call: WrittenCall,
  { path: [library = "", ...rest], made }: Origin,
): Request | undefined {
  const words = [...made, call].map((each, index) => ({
    each,
    name: each.members.at(-1) ?? (index === 0 ? (rest.at(-1) ?? library) : ""),
  }));
  const calls = words.filter(({ each, name }) => isCall(library, each, name));
  if (calls.length === 0) return undefined;
  const said = words.map(({ each, name }) => readWord(frontEnd, each, name, library));
  return {
    ...nothingSent,
    by: library,
    method: (said.findLast(({ method }) => method !== undefined)?.method ?? "get").toUpperCase(),
    url: said.reduce<Folded | undefined>(
      (url, word) => (word.url ? joinUrl(url, word.url) : url),
      undefined,
    ),
    headers: said.flatMap(({ headers = [] }) => headers),
    parameters: said.flatMap(({ parameters = [] }) => parameters),
    fields: said.flatMap(({ fields = [] }) => fields),
  };
}

/** Where a chain begins to call: all before it only says how. */
function isCall(library: string, { node, members }: WrittenCall, name: string): boolean {
  if (verbs.test(name)) return true;
  // `superagent("POST", url)`
  return (
    library === "superagent" &&
    members.length === 0 &&
    "arguments" in node &&
    node.arguments.length > 0
  );
}

function readWord(frontEnd: FrontEnd, call: WrittenCall, name: string, library: string): Said {
  const [first, second] = argumentsOf(frontEnd, call);
  if (verbs.test(name)) {
    const method = { method: name === "del" ? "delete" : name };
    if (first === undefined) return method;
    // Of wretch's, who sends says what first, and then where to.
    const sendsFirst = library === "wretch" && /^(?:post|put|patch)$/.test(name);
    const [url, body] = sendsFirst ? [second, first] : [first, second];
    return {
      ...method,
      ...(url && { url: fold(frontEnd, url), parameters: queryProperties(frontEnd, url) }),
      ...(body && { fields: fieldsOf(frontEnd, body) }),
    };
  }
  if (first === undefined) return {};
  switch (name) {
    case "superagent": {
      const [method] = fold(frontEnd, first);
      const isBoth = second !== undefined && typeof method === "string";
      return isBoth ? { method, url: fold(frontEnd, second) } : { url: fold(frontEnd, first) };
    }
    case "wretch":
    case "default":
    case "url":
      return { url: fold(frontEnd, first), ...(second && settings(frontEnd, second)) };
    case "set":
    case "header":
    case "headers": {
      const [text] = fold(frontEnd, first);
      const isPair = second !== undefined && typeof text === "string";
      return { headers: isPair ? [{ name: text, value: second }] : propertiesOf(frontEnd, first) };
    }
    case "auth":
      return {
        headers: [first, ...(second ? [second] : [])].map((value) => ({
          name: "Authorization",
          value,
        })),
      };
    case "query":
      return { parameters: propertiesOf(frontEnd, first) };
    case "options":
    case "defaults":
      return settings(frontEnd, first);
    case "send":
    case "json":
    case "body":
    case "field":
    case "attach":
    case "formData":
    case "formUrl":
      return { fields: fieldsOf(frontEnd, first) };
    default:
      return {};
  }
}

function settings(frontEnd: FrontEnd, given: Parameters<typeof propertiesOf>[1]): Said {
  return { headers: headersOf(frontEnd, propertiesOf(frontEnd, given)) };
}
