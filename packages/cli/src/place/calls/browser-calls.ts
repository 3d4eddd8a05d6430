import { unwrap } from "../../check/source/syntax.ts";
import { fold } from "../reading/fold.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import type { Origin, WrittenCall } from "../reading/origin.ts";
import { fieldsOf, propertiesOf, type Property, propertyNamed } from "../reading/properties.ts";
import { queryProperties } from "../reading/query-properties.ts";
import { argumentsOf } from "./http-arguments.ts";
import { nothingSent, type Request } from "./request.ts";

/** Reads what browsers have for calls beside `fetch`: sockets, streams, beacons, requests of old. */
export function readBrowserCall(
  frontEnd: FrontEnd,
  call: WrittenCall,
  origin: Origin,
): Request | undefined {
  const name = origin.path.join(".");
  const [first, second] = argumentsOf(frontEnd, call);
  const url = first && fold(frontEnd, first);
  if (/^(?:XMLHttpRequest|xmlhttprequest-ssl)$/.test(name))
    return readOldRequest(frontEnd, call, origin);
  if (origin.made.length > 0) return undefined;
  if (name === "importScripts") return { ...nothingSent, by: name, url };
  if (name === "navigator.sendBeacon") {
    const fields = second === undefined ? [] : fieldsOf(frontEnd, second);
    return {
      ...nothingSent,
      by: "sendBeacon",
      method: "POST",
      url,
      fields,
      observed: [{ fact: "measures", by: "sendBeacon" }],
    };
  }
  if (/^(?:WebSocket|EventSource|WebTransport)$/.test(name) && call.node.type === "NewExpression")
    return {
      ...nothingSent,
      by: name,
      url,
      headers: second === undefined ? [] : streamHeaders(frontEnd, second),
      parameters: queryProperties(frontEnd, first),
    };
  if (/^(?:webkit)?RTCPeerConnection$/.test(name)) {
    const servers = first && propertyNamed(propertiesOf(frontEnd, first), "iceServers");
    const fields = servers === undefined ? [] : propertiesOf(frontEnd, servers.value);
    return {
      ...nothingSent,
      by: "RTCPeerConnection",
      url: undefined,
      options: fields.filter((each) => each.name === "credential"),
      observed: [{ fact: "browser-interface", by: "RTCPeerConnection" }],
    };
  }
  return undefined;
}

/** `new WebSocket(url, ["token", key])`: the protocols are where keys are put that sockets have no header for. */
function streamHeaders(
  frontEnd: FrontEnd,
  options: Parameters<typeof propertiesOf>[1],
): readonly Property[] {
  const node = unwrap(options.node);
  if (node.type !== "ArrayExpression")
    return propertyNamed(propertiesOf(frontEnd, options), "headers") === undefined
      ? []
      : propertiesOf(frontEnd, options);
  return node.elements.flatMap((each) => {
    if (each === null || each.type === "SpreadElement") return [];
    const value = { ...options, node: each };
    const folded = fold(frontEnd, value);
    const isKey =
      folded.some((part) => typeof part !== "string") || /key|token|secret/i.test(folded.join(""));
    return isKey ? [{ name: "Authorization", value }] : [];
  });
}

/** `open` of a request says where to; what is set and sent stands beside it, under the same name. */
function readOldRequest(
  frontEnd: FrontEnd,
  call: WrittenCall,
  { made, members }: Origin,
): Request | undefined {
  if (made.length !== 1 || members.join() !== "open" || call.node.type !== "CallExpression")
    return undefined;
  const [method, url] = argumentsOf(frontEnd, call);
  const callee = unwrap(call.node.callee);
  const object = callee.type === "MemberExpression" ? unwrap(callee.object) : undefined;
  const declared = object && frontEnd.lookUp.declared(call.file, object);
  const others =
    declared === undefined ? [] : frontEnd.additionsOf(declared.file).to(declared.declaration.id);
  const { file, given } = call;
  const headers = others.flatMap(({ by, arguments: [name, value] }) => {
    const text =
      by === "setRequestHeader" && name !== undefined
        ? fold(frontEnd, { file, node: name, given })[0]
        : undefined;
    return typeof text === "string" && value !== undefined
      ? [{ name: text, value: { file, node: value, given } }]
      : [];
  });
  const sent = others.find(({ by }) => by === "send")?.arguments[0];
  const [verb] = method === undefined ? [] : fold(frontEnd, method);
  return {
    ...nothingSent,
    by: "XMLHttpRequest",
    method: typeof verb === "string" ? verb.toUpperCase() : "GET",
    url: url && fold(frontEnd, url),
    headers,
    parameters: queryProperties(frontEnd, url),
    fields: sent === undefined ? [] : fieldsOf(frontEnd, { file, node: sent, given }),
  };
}
