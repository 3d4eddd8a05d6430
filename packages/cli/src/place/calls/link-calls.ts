import { walk } from "oxc-walker";

import { fold } from "../reading/fold.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import { calledName } from "../reading/called-name.ts";
import { nodesAround } from "../reading/nodes-around.ts";
import type { Origin, WrittenCall } from "../reading/origin.ts";
import { type Property, propertyNamed } from "../reading/properties.ts";
import { nothingGiven } from "../reading/written.ts";
import { graphqlMethod } from "./graphql-writes.ts";
import { settingsOf } from "./http-arguments.ts";
import { headersOf, headersSetBy } from "./http-headers.ts";
import { nothingSent, type Request } from "./request.ts";

/** What is made with an address. */
const making =
  /^(?:ApolloClient|(?:Batch)?HttpLink|create(?:Batch)?HttpLink|UploadHttpLink|createUploadLink|createClient|Client|http(?:Batch|BatchStream|Subscription)?Link|createWSClient|fetchBaseQuery|use(?:Chat|Completion|Object)|(?:Default|TextStream)ChatTransport)$/;

/** Reads where such a client leads, where it is made. */
export function readLinkCall(
  frontEnd: FrontEnd,
  call: WrittenCall,
  { path, made }: Origin,
): Request | undefined {
  const [library = ""] = path;
  const name = call.members.at(-1) ?? path.at(-1)!;
  if (made.length > 0 || !making.test(name)) return undefined;
  const settings = settingsOf(frontEnd, call);
  const address = propertyNamed(settings, "uri", "url", "baseURL", "baseUrl", "api");
  const isOfAi = /^use(?:Chat|Completion|Object)$/.test(name);
  const hasTransport = propertyNamed(settings, "transport") !== undefined;
  if (address === undefined && (!isOfAi || hasTransport)) return undefined;
  return {
    ...nothingSent,
    by: name === "fetchBaseQuery" ? name : library,
    method: methodOf(frontEnd, call, name),
    url: address === undefined ? ["/api/chat"] : fold(frontEnd, address.value),
    headers: [...headersOf(frontEnd, settings), ...contextHeaders(frontEnd, library)],
  };
}

function methodOf(frontEnd: FrontEnd, call: WrittenCall, name: string): string {
  if (name === "fetchBaseQuery") return queryMethod(call);
  return /Chat|Completion|Object/.test(name) ? "POST" : graphqlMethod(frontEnd);
}

/** Whether what is built around a base only reads. */
function queryMethod({ file, node }: WrittenCall): string {
  const api = nodesAround(file, node).find(
    (each) => each.type === "CallExpression" && calledName(each) === "createApi",
  );
  let isWriting = api === undefined;
  if (api !== undefined)
    walk(api, {
      enter(each) {
        if (each.type === "CallExpression" && calledName(each) === "mutation") isWriting = true;
      },
    });
  return isWriting ? "ANY" : "GET";
}

/** Apollo's links are put together elsewhere: those that add headers count for all. */
function contextHeaders(frontEnd: FrontEnd, library: string): readonly Property[] {
  const found: Property[] = [];
  if (!library.startsWith("@apollo/client")) return found;
  for (const file of frontEnd.files)
    if (/\b(?:setContext|SetContextLink)\b/.test(file.text))
      walk(file.program, {
        enter(node) {
          if (node.type !== "CallExpression" && node.type !== "NewExpression") return;
          const [first] = node.arguments;
          if (first === undefined) return;
          if (!/^(?:setContext|SetContextLink)$/.test(calledName(node) ?? "")) return;
          found.push(...headersSetBy(frontEnd, { file, node: first, given: nothingGiven }));
        },
      });
  return found;
}
