import type * as SimpleWebAuthn from "@simplewebauthn/server";

let loading: Promise<typeof SimpleWebAuthn> | undefined;

/** Loads SimpleWebAuthn at the first use: who has no passkeys need not install it. */
export function load(): Promise<typeof SimpleWebAuthn> {
  return (loading ??= import("@simplewebauthn/server"));
}
