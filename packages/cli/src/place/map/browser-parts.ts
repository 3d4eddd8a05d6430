import type { Operation } from "servery";

import type { Part, UsedAt } from "./placement-map.ts";

/** What of its input is checked in the page, with the contract's own schema. */
export type Validation = "all" | "parts" | "none";

const parts = {
  validation: "The page checks the input with the contract's own schema before it asks.",
  "part of the validation": "The page checks some of the input with the contract's own schemas.",
  cache: "The page keeps the answer, and shows it at once where it is asked for again.",
  live: "The page is told when the answer changes.",
  repeats: "It only reads, so it is asked again when no answer came.",
  "idempotency key":
    "It is sent again under the same key when no answer came, and takes effect once.",
  "asks once": "Doing it twice may matter, so it is sent again only if the service had not begun.",
  "proof of work": "The page works for it, so that programs cannot ask cheaply.",
  session: "The page follows who is signed in, in all tabs.",
} as const;

/** What runs in the browser for an operation; nothing for one that the page does not use. */
export function browserParts(
  { kind, repeatable, spam }: Operation,
  uses: readonly UsedAt[],
  validation: Validation,
): readonly Part[] {
  if (uses.length === 0) return [];
  const asked = uses.some(({ by }) => by.endsWith("Query"));
  const names: (keyof typeof parts | false)[] = [
    validation === "all" && "validation",
    validation === "parts" && "part of the validation",
    kind === "query" && asked && "cache",
    uses.some(({ isLive }) => isLive) && "live",
    uses.some(({ by }) => by === "session") && "session",
    kind === "query" && "repeats",
    kind === "mutation" && !repeatable && "idempotency key",
    kind === "mutation" && repeatable && "repeats",
    kind === "action" && "asks once",
    spam?.work !== undefined && "proof of work",
  ];
  return names.flatMap((what) => (what === false ? [] : [{ what, why: whyOf(what, kind) }]));
}

function whyOf(what: keyof typeof parts, kind: string): string {
  if (what === "repeats" && kind === "mutation")
    return "Its handler answers a repetition with what it answered before, so it is sent again when no answer came.";
  return parts[what];
}
