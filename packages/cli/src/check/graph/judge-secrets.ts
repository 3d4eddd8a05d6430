import { type Finding, type NeedleSearch, withoutParts } from "servery/boundary";

import type { JudgedModule } from "./load-modules.ts";

/** Finds the values of secrets that stand in a module's text, or in data that it is. */
export function judgeSecrets(
  { text, place, shown }: Pick<JudgedModule, "text" | "place" | "shown">,
  search: NeedleSearch,
): readonly Finding[] {
  if (search.isEmpty) return [];
  const hits = search.findAll(text);
  return withoutParts(hits.map(({ needle }) => needle.secret)).map((secret) => {
    const { needle, start } = hits.find((hit) => hit.needle.secret === secret)!;
    return {
      rule: "graph/secret",
      severity: "error" as const,
      ...place(start),
      subject: secret,
      message: `${shown} reaches browsers and holds the value of ${secret}${needle.encoding === "raw" ? "" : `, written as ${needle.encoding}`}.`,
      fix: `Take it out and replace the secret, for whoever has the source knows it. Read it in the service, as secret("${secret}").`,
      within: [],
      chain: [],
    };
  });
}
