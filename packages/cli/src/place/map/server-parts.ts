import type { Operation } from "servery";

import type { RouteLine } from "../../output/route-table.ts";
import type { Part } from "./placement-map.ts";

/** What runs on the server for an operation, in the order in which a request meets it. */
export function serverParts(
  { kind, cache, spam, sensitive, heavy, repeatable, builtIn }: Operation,
  { access, limit }: Pick<RouteLine, "access" | "limit">,
): readonly Part[] {
  const isKept =
    kind === "query" &&
    cache !== false &&
    spam === undefined &&
    sensitive === false &&
    builtIn?.kind !== "identity";
  return [
    ...(limit === "" ? [] : [part(limit, "Only the server sees how often everybody calls.")]),
    part(
      access,
      access === "public"
        ? "Anybody may call; it is the server that says so."
        : "Whoever holds the page can change it: who may call is decided where they cannot.",
    ),
    ...(spam === undefined
      ? []
      : [part("spam guard", "What programs fill in is refused where they cannot skip it.")]),
    ...(kind === "query" ? [queryPart(heavy)] : []),
    ...(isKept
      ? [
          part(
            "kept",
            "One answer serves all who may see it, until a row that it rests on changes.",
          ),
        ]
      : []),
    ...(kind === "mutation"
      ? [part("transaction", "Rules and rows change together, or not at all.")]
      : []),
    ...(kind === "mutation" && !repeatable
      ? [
          part(
            "stored outcome",
            "A repetition is answered with what was done, and does nothing again.",
          ),
        ]
      : []),
    ...(kind === "action" ? [actionPart(builtIn)] : []),
    ...(kind === "query"
      ? []
      : [part("audit", "Who did what is written down with the change itself.")]),
  ];
}

/** What the server does for every operation, said once. */
export const always =
  "For every operation the server validates the whole input again, holds each statement to the row policies, and sends only what the contract declares.";

function actionPart(builtIn: Operation["builtIn"]): Part {
  return builtIn?.kind === "identity"
    ? part("proofs", "Passwords, codes and keys are checked and made where nobody sees them.")
    : part("outside calls", "Keys of other services never leave the server.");
}

function queryPart(heavy: boolean): Part {
  return heavy
    ? part("own process", "It is slow: it reads in a process of its own that can be ended.")
    : part("snapshot", "It reads one consistent state, next to the data.");
}

function part(what: string, why: string): Part {
  return { what, why };
}
