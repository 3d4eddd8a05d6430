export { createQueryCache } from "./lib/react/query-cache.ts";
export type { QueryCache } from "./lib/react/query-cache.ts";
export { QueryCacheProvider } from "./lib/react/query-cache-context.ts";
export { useMutation } from "./lib/react/use-mutation.ts";
export type { MutationState } from "./lib/react/use-mutation.ts";
export { useQuery } from "./lib/react/use-query.ts";
export type { QueryState, UseQueryOptions } from "./lib/react/use-query.ts";
export { useSession } from "./lib/react/use-session.ts";
export { useSuspenseQuery } from "./lib/react/use-suspense-query.ts";
export type {
  SuspenseQueryState,
  UseSuspenseQueryOptions,
} from "./lib/react/use-suspense-query.ts";
