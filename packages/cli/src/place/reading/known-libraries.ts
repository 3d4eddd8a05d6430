/** Packages and globals that call by HTTP, by the first of their names. */
export const httpLibraries: ReadonlySet<string> = new Set(
  (
    "fetch axios ky got superagent ofetch $fetch wretch jquery $ jQuery needle redaxios node-fetch cross-fetch " +
    "isomorphic-fetch unfetch undici whatwg-fetch @microsoft/fetch-event-source graphql-request @apollo/client " +
    "urql @urql/core @trpc/client xior alova phin up-fetch ky-universal node-fetch-native @nuxt/http fetchEventSource"
  ).split(" "),
);

/** Packages of sockets and streams. */
export const socketLibraries: ReadonlySet<string> = new Set([
  "reconnecting-websocket",
  "partysocket",
  "socket.io-client",
  "xmlhttprequest-ssl",
]);
