import type { Finding, NeedleSearch } from "servery/boundary";

import type { JudgedModule } from "./load-modules.ts";

/** Finds the values of secrets that stand in a module's text, or in data that it is. */
export function judgeSecrets(
  { text, place, shown }: Pick<JudgedModule, "text" | "place" | "shown">,
  search: NeedleSearch,
): readonly Finding[] {
  if (search.isEmpty) return [];
  const told = new Set<string>();
  return search.findAll(text).flatMap(({ needle: { secret, encoding }, start }) => {
    if (told.has(secret)) return [];
    told.add(secret);
    return [
      {
        rule: "graph/secret",
        severity: "error" as const,
        ...place(start),
        subject: secret,
        message: `${shown} reaches browsers and holds the value of ${secret}${encoding === "raw" ? "" : `, written as ${encoding}`}.`,
        fix: `Take it out and replace the secret, for whoever has the source knows it. Read it in the service, as secret("${secret}").`,
        within: [],
        chain: [],
      },
    ];
  });
}

/** A contract whose source is asked for, where the plugin cannot put routes in its place. */
export function judgeSource({ shown, place }: Pick<JudgedModule, "shown" | "place">): Finding {
  return {
    rule: "graph/contract-source",
    severity: "error",
    ...place(0),
    subject: shown,
    message: `${shown} is sent as it is written: a contract with its rules of access and all that it declares.`,
    fix: "Import the module itself, without a query and not as an address, so that browsers get its routes alone.",
    within: [],
    chain: [],
  };
}
