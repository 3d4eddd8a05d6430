import type {
  AuthenticationResponseJSON,
  RegistrationResponseJSON,
  WebAuthnCredential,
} from "@simplewebauthn/server";

import type { PasskeyOutcome, Passkeys, StoredPasskey } from "../../ports/passkeys.ts";
import { load } from "./load.ts";

/** Verifies what an authenticator made. Attestation is not asked for: it says little of who holds it. */
export const verifyRegistration: Passkeys["verifyRegistration"] = async (
  party,
  challenge,
  response,
) => {
  const { verifyRegistrationResponse } = await load();
  return settle(async () => {
    const { registrationInfo } = await verifyRegistrationResponse({
      // The library checks the form of all that it reads.
      response: response as unknown as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      requireUserVerification: true,
    });
    return registrationInfo && toStored(registrationInfo);
  });
};

/** Verifies that the holder of a passkey answered this challenge. */
export const verifySignIn: Passkeys["verifySignIn"] = async (
  party,
  challenge,
  response,
  passkey,
) => {
  const { verifyAuthenticationResponse } = await load();
  return settle(async () => {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: response as unknown as AuthenticationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.id,
      credential: toCredential(passkey),
      requireUserVerification: true,
    });
    if (!verified) return undefined;
    const { newCounter, credentialBackedUp } = authenticationInfo;
    return { counter: newCounter, synced: credentialBackedUp };
  });
};

/** The library throws for whatever does not hold. */
async function settle<R>(verify: () => Promise<R | undefined>): Promise<PasskeyOutcome<R>> {
  try {
    const value = await verify();
    return value === undefined
      ? { ok: false, why: "The signature does not verify." }
      : { ok: true, value };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) };
  }
}

function toStored(info: {
  readonly credential: WebAuthnCredential;
  readonly credentialBackedUp: boolean;
}): StoredPasskey {
  const { id, publicKey, counter, transports } = info.credential;
  return {
    id,
    publicKey,
    counter,
    transports: (transports ?? []).filter((each) => /^[a-z-]{1,20}$/.test(each)).slice(0, 8),
    synced: info.credentialBackedUp,
  };
}

/** A counter of 0 leaves its judgement to the caller. */
function toCredential({ id, publicKey }: StoredPasskey): WebAuthnCredential {
  return { id, publicKey: new Uint8Array(publicKey), counter: 0 };
}
