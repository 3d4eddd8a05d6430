import { useState } from "react";

/**
 * The one-time token of a link from a mail. It stands after the `#`, which no server gets to see, and
 * leaves the address at once, so that it stays in no history and on no screen.
 */
export function useLinkToken(): string | undefined {
  const [token] = useState(readToken);
  return token;
}

let taken: { readonly path: string; readonly token: string } | undefined;

function readToken(): string | undefined {
  const token = location.hash.slice(1);
  const path = location.pathname;
  if (token !== "") {
    taken = { path, token: decodeURIComponent(token) };
    history.replaceState(history.state, "", path + location.search);
  }
  return taken?.path === path ? taken.token : undefined;
}
