import { findProviderOf } from "servery/boundary";

/** Packages and globals that call by HTTP, by the first of their names. */
export const httpLibraries: ReadonlySet<string> = new Set(
  (
    "fetch axios ky got superagent ofetch $fetch wretch jquery $ jQuery needle redaxios node-fetch cross-fetch " +
    "isomorphic-fetch unfetch undici whatwg-fetch @microsoft/fetch-event-source graphql-request @apollo/client " +
    "urql @urql/core @trpc/client xior alova phin up-fetch ky-universal node-fetch-native @nuxt/http fetchEventSource @angular/common/http"
  ).split(" "),
);

/** Packages of sockets and streams. */
export const socketLibraries: ReadonlySet<string> = new Set([
  "reconnecting-websocket",
  "partysocket",
  "socket.io-client",
  "xmlhttprequest-ssl",
]);

/** Whether a package calls for the app: Servery's client, libraries, those of well-known services. */
export function isCalling(specifier: string): boolean {
  const isServery = specifier === "servery/client" || specifier === "servery/react";
  if (isServery || httpLibraries.has(specifier) || socketLibraries.has(specifier)) return true;
  return (
    /^(?:axios|ky|got|undici|ofetch|wretch|jquery|@apollo\/client)\//.test(specifier) ||
    findProviderOf(specifier) !== undefined
  );
}
