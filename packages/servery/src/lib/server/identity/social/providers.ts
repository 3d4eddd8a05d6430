import { ServeryError } from "../../../base/servery-error.ts";
import { identityNameOf } from "../../../contract/built-in.ts";
import type { Contract } from "../../../contract/contract.ts";
import { toJsonSchema } from "../../../contract/schema.ts";
import type { SocialProvider } from "../../../ports/social.ts";
import type { IdentityCore } from "../core.ts";

/** How each provider that the contract names is reached. */
export type Providers = ReadonlyMap<string, SocialProvider>;

/**
 * Pairs what the contract names with what the settings say.
 * @throws ServeryError `invalid_identity` where one is missing.
 */
export function findProviders({ contract, settings }: IdentityCore): Providers {
  const given = settings.given.social ?? {};
  const named = namedIn(contract);
  const missing = named.filter((name) => !Object.hasOwn(given, name));
  if (missing.length > 0)
    throw new ServeryError(
      "invalid_identity",
      `The contract "${contract.name}" names the provider${missing.length > 1 ? "s" : ""} ${missing.join(", ")}, and its service does not say how to reach them: give \`identity\` the setting \`social: { ${missing[0]}: openId({ … }) }\` of servery/social.`,
    );
  return new Map(named.map((name) => [name, given[name]!]));
}

function namedIn({ list: operations }: Contract): string[] {
  const start = operations.find(({ operation }) => identityNameOf(operation) === "social.start")!;
  return toJsonSchema(start.operation.input, "input").properties!["provider"]!.enum as string[];
}
