import { StrictMode } from "react";
import { renderToString } from "react-dom/server";
import type { Link } from "servery/client";
import { createQueryCache, QueryCacheProvider } from "servery/react";

import { App, connect } from "./app.tsx";

/** Renders the page with what it shows, and what was read for it. */
export async function render(
  link: Link,
  search: string,
): Promise<{ html: string; queries: string }> {
  const client = connect({ link });
  const cache = createQueryCache();
  const parameters = new URLSearchParams(search);
  for (const name of ["live", "plain", "suspense"])
    for (const id of parameters.getAll(name)) await cache.prefetch(client.items.get, { id });
  const html = renderToString(
    <StrictMode>
      <QueryCacheProvider value={cache}>
        <App client={client} search={search} />
      </QueryCacheProvider>
    </StrictMode>,
  );
  return { html, queries: cache.dehydrate() };
}
