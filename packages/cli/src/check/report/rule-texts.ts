import type { Family } from "../check-report.ts";

/** What a family of rules is for, in one sentence: for reports that explain themselves. */
export const familyTexts: Readonly<Record<Family | "allow" | "suppression", string>> = {
  ambient:
    "What query handlers read that the engine cannot see: clocks, chance, state, the outside.",
  graph:
    "What of the server browsers would load: modules with the chain of imports to them, files, variables of the environment.",
  placement: "Calls of the front-end that should be made by the server.",
  bundle: "Secrets in what browsers are sent, in every way of writing them that is looked for.",
  canary: "Secrets and server modules that a build with canaries in their places has let through.",
  allow: "Comments that allow what nobody finds, or give no reason.",
  suppression: "Suppressions that are over, or suppress nothing any more.",
};

/** The family of a rule. */
export function familyOf(rule: string): keyof typeof familyTexts {
  return rule.split("/")[0] as keyof typeof familyTexts;
}
