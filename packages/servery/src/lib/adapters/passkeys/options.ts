import type { Passkeys, WebAuthnJson } from "../../ports/passkeys.ts";
import { load } from "./load.ts";

/** How long the browser waits for the person, in milliseconds. */
const timeout = 5 * 60_000;

/** Asks for a passkey that the authenticator finds by itself, behind a finger, a face or a PIN. */
export const toRegistrationOptions: Passkeys["toRegistrationOptions"] = async (
  party,
  owner,
  challenge,
  known,
) => {
  const { generateRegistrationOptions } = await load();
  const options = await generateRegistrationOptions({
    rpName: party.name,
    rpID: party.id,
    userName: owner.email,
    userDisplayName: owner.name ?? owner.email,
    userID: new TextEncoder().encode(owner.id),
    challenge: toBytes(challenge),
    timeout,
    attestationType: "none",
    excludeCredentials: known.map(({ id, transports }) => ({ id, transports: [...transports] })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
  return toJson(options);
};

/** Names no passkey, so that it tells nobody which accounts there are. */
export const toSignInOptions: Passkeys["toSignInOptions"] = async (party, challenge) => {
  const { generateAuthenticationOptions } = await load();
  const options = await generateAuthenticationOptions({
    rpID: party.id,
    challenge: toBytes(challenge),
    timeout,
    userVerification: "required",
  });
  return toJson(options);
};

/** As bytes: a string the library would encode once more. */
function toBytes(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.fromBase64(base64url, { alphabet: "base64url" });
}

function toJson(options: object): WebAuthnJson {
  return options as WebAuthnJson;
}
