import { StrictMode } from "react";
import { createRoot, hydrateRoot } from "react-dom/client";
import { createQueryCache, QueryCacheProvider } from "servery/react";

import { App, connect } from "./app.tsx";

const client = connect();
Object.assign(globalThis, { client });
const main = document.querySelector("main");
const queries = document.querySelector("#queries")?.textContent;
const page = (
  <StrictMode>
    <QueryCacheProvider value={createQueryCache(queries)}>
      <App client={client} search={location.search} />
    </QueryCacheProvider>
  </StrictMode>
);
if (main && main.childNodes.length > 0) hydrateRoot(main, page);
else if (main) createRoot(main).render(page);
