export { useMutation } from "./lib/react/use-mutation.ts";
export type { MutationState } from "./lib/react/use-mutation.ts";
export { useQuery } from "./lib/react/use-query.ts";
export type { QueryState, UseQueryOptions } from "./lib/react/use-query.ts";
export { useSession } from "./lib/react/use-session.ts";
