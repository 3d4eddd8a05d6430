import { findProviderOf } from "servery/boundary";

/** Packages and globals that call by HTTP, by the first of their names. */
export const httpLibraries: ReadonlySet<string> = new Set(
  (
    "fetch axios ky got superagent ofetch $fetch wretch jquery $ jQuery needle redaxios node-fetch cross-fetch " +
    "isomorphic-fetch unfetch undici whatwg-fetch @microsoft/fetch-event-source graphql-request xior alova phin " +
    "up-fetch ky-universal node-fetch-native @nuxt/http fetchEventSource @angular/common/http openapi-fetch " +
    "@vueuse/core use-http useFetch useLazyFetch #imports #app nuxt/app"
  ).split(" "),
);

/** Packages whose clients are made with an address, and called by what does not name it. */
const linkLibraries =
  /^(?:@apollo\/client|apollo-boost|urql|@urql\/|@trpc\/|@reduxjs\/toolkit\/query|@ai-sdk\/(?:react|vue|svelte|angular)|ai$)/;

/** Whether calls of a package are told where its client is made. */
export function isLinkLibrary(library: string): boolean {
  return linkLibraries.test(library);
}

/** Packages of sockets and streams, and what of each opens one. */
export const socketLibraries: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    "reconnecting-websocket": /^(?:default)?$/,
    partysocket: /^(?:default|WebSocket)?$/,
    "isomorphic-ws": /^(?:default|WebSocket)?$/,
    "socket.io-client": /^(?:default|io|connect)?$/,
    "sockjs-client": /^(?:default)?$/,
    mqtt: /^(?:default\.)?connect(?:Async)?$/,
    "@stomp/stompjs": /^Client$/,
    "@microsoft/signalr": /^withUrl$/,
    phoenix: /^Socket$/,
    "graphql-ws": /^createClient$/,
    "event-source-polyfill": /^(?:EventSourcePolyfill|EventSource)$/,
    eventsource: /^(?:EventSource|default)?$/,
    "eventsource-client": /^createEventSource$/,
    "sse.js": /^SSE$/,
    "react-use-websocket": /^(?:default|useWebSocket)?$/,
    "y-websocket": /^WebsocketProvider$/,
    "@hocuspocus/provider": /^HocuspocusProvider(?:Websocket)?$/,
    centrifuge: /^(?:default|Centrifuge)?$/,
    "@vueuse/core": /^use(?:WebSocket|EventSource)$/,
  }),
);

/** Whether a package calls for the app: Servery's client, libraries, those of well-known services. */
export function isCalling(specifier: string): boolean {
  const isServery = specifier === "servery/client" || specifier === "servery/react";
  if (isServery || httpLibraries.has(specifier) || socketLibraries.has(specifier)) return true;
  return (
    /^(?:axios|ky|got|undici|ofetch|wretch|jquery)\//.test(specifier) ||
    specifier.startsWith("xmlhttprequest") ||
    isLinkLibrary(specifier) ||
    findProviderOf(specifier) !== undefined
  );
}
