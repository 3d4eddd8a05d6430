import type { Explanation } from "servery/server";

import type { QueryQuestion } from "./explain-query.ts";
import type { Watched } from "./print-explanation.ts";

/** Where `servery dev` answers for its own machine what it knows of a query. */
const path = "/_servery/explain";

/** How long it may take, in milliseconds: it is on this machine. */
const patience = 2000;

/**
 * Asks the server that runs how often the query was run again, and why; `undefined` where none runs there
 * that tells.
 */
export async function askServer(
  origin: string,
  { operation, input, user }: QueryQuestion,
): Promise<Watched> {
  const url = new URL(path, origin);
  url.searchParams.set("operation", operation);
  if (input !== undefined) url.searchParams.set("input", JSON.stringify(input));
  if (user !== undefined) url.searchParams.set("user", user);
  try {
    const response = await fetch(url, {
      headers: { accept: "application/json" },
      signal: AbortSignal.timeout(patience),
    });
    return response.ok ? toWatched(await response.json()) : undefined;
  } catch {
    return undefined;
  }
}

function toWatched(answer: unknown): Watched {
  const { reruns, watchers } = (answer ?? {}) as Partial<Explanation>;
  return Array.isArray(reruns) && typeof watchers === "number" ? { reruns, watchers } : undefined;
}
