import { createContext, useContext } from "react";

import { ServeryError } from "../base/servery-error.ts";
import { isOnServer } from "./is-on-server.ts";
import { createQueryCache, type QueryCache, type QueryStore, storeBehind } from "./query-cache.ts";

const QueryCacheContext = createContext<QueryCache | undefined>(undefined);

/** Gives the queries of a page to all hooks below. Needed on a server only, and in the browser for what it sends. */
export const QueryCacheProvider = QueryCacheContext.Provider;

/** What a page keeps that says nothing else. On a server nothing ever comes into it. */
const pageCache = createQueryCache();

/** The queries of the page. */
export function useQueryStore(): QueryStore {
  return storeBehind(useContext(QueryCacheContext) ?? pageCache);
}

/**
 * The same, for hooks that keep something of what they render.
 * @throws ServeryError `query_cache_missing` on a server, where all pages would share it, and all users.
 */
export function useOwnQueryStore(): QueryStore {
  const cache = useContext(QueryCacheContext);
  if (cache === undefined && isOnServer())
    throw new ServeryError(
      "query_cache_missing",
      "On a server each page keeps its own queries: wrap it in <QueryCacheProvider value={createQueryCache()}>.",
    );
  return storeBehind(cache ?? pageCache);
}
