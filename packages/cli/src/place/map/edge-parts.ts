import type { Operation } from "servery";

import type { Part } from "./placement-map.ts";

/** What caches between the page and the service may do with the answers of an operation. */
export function edgeParts(operation: Operation): readonly Part[] {
  const { method, cache, sensitive, builtIn } = operation;
  if (method !== "GET")
    return [never("It is no GET, so no cache keeps its answer; it passes through.")];
  if (builtIn?.kind === "identity")
    return [never("Whose sessions and accounts there are is kept by no cache.")];
  if (sensitive !== false) return [never("What is sensitive is kept by no cache.")];
  if (cache === false) return [never("The contract says that it is kept nowhere.")];
  const tag = {
    what: "ETag",
    why: "A browser that has the answer is told that it still holds (304), without a body.",
  };
  if (cache === undefined) return [tag];
  const seconds = `for ${cache.maxAgeSeconds} s`;
  return cache.shared === true
    ? [
        {
          what: `CDN ${seconds}`,
          why: "Everybody gets the same answer, so shared caches may give it.",
        },
        tag,
      ]
    : [
        { what: `fresh ${seconds}`, why: "The browser's own cache may give it without asking." },
        tag,
      ];
}

function never(why: string): Part {
  return { what: "passes", why };
}
