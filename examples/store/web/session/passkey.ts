import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";

import { client } from "../client.ts";

const library = () => import("@simplewebauthn/browser");

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = "PublicKeyCredential" in globalThis;

/** Whether it offers them among the saved passwords. */
export async function offersPasskeys(): Promise<boolean> {
  return knowsPasskeys && (await (await library()).browserSupportsWebAuthnAutofill());
}

/** The person, or the browser, did not want to: nothing to be told of. */
const declined = { declined: true } as const;

/**
 * Signs in, or proves again who one is, with a passkey. `quietly`: offered among the saved passwords
 * instead of asked for; it waits until one is chosen, or another question takes its place.
 */
export async function signInWithPasskey(how: "asked" | "quietly") {
  const { data, problem } = await client.auth.passkeys.signInOptions.safe();
  if (problem !== undefined) return { problem };
  const { startAuthentication } = await library();
  const response = await orDeclined(
    startAuthentication({
      optionsJSON: data.options as unknown as PublicKeyCredentialRequestOptionsJSON,
      useBrowserAutofill: how === "quietly",
    }),
  );
  if (response === declined || response === known) return declined;
  return client.auth.passkeys.signIn.safe({ challenge: data.challenge, response: { ...response } });
}

/** Makes a passkey on this device. */
export async function makePasskey(name: string) {
  const { data, problem } = await client.auth.passkeys.registrationOptions.safe();
  if (problem !== undefined) return { problem };
  const { startRegistration } = await library();
  const response = await orDeclined(
    startRegistration({
      optionsJSON: data.options as unknown as PublicKeyCredentialCreationOptionsJSON,
    }),
  );
  if (response === declined) return declined;
  if (response === known) return { problem: known };
  const { challenge } = data;
  return client.auth.passkeys.register.safe({ challenge, response: { ...response }, name });
}

const known = {
  code: "passkey_known",
  title: "This device has a passkey for your account already",
} as const;

async function orDeclined<T>(asked: Promise<T>): Promise<T | typeof declined | typeof known> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Error && /^(NotAllowedError|AbortError)$/.test(error.name))
      return declined;
    if (error instanceof Error && error.name === "InvalidStateError") return known;
    throw error;
  }
}
