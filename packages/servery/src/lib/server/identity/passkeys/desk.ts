import { ServeryError } from "../../../base/servery-error.ts";
import type { Passkeys, RelyingParty } from "../../../ports/passkeys.ts";
import type { IdentityCore } from "../core.ts";

/** What the operations of passkeys have in common. */
export interface PasskeyDesk {
  readonly library: Passkeys;
  readonly party: RelyingParty;
}

/**
 * The website is what the settings say, never what a request says.
 * @throws ServeryError `invalid_identity` where the service does not say how passkeys are verified.
 */
export function createDesk({ contract, settings }: IdentityCore): PasskeyDesk {
  const library = settings.given.passkeys;
  if (library === undefined)
    throw new ServeryError(
      "invalid_identity",
      `The contract "${contract.name}" has passkeys, and its service does not say how: give \`identity\` the setting \`passkeys: passkeys()\` of servery/passkeys.`,
    );
  const { origin } = settings;
  const name = library.name ?? contract.title;
  return { library, party: { origin, id: new URL(origin).hostname, name } };
}
