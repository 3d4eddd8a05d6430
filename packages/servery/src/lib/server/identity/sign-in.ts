import type { CoreOperations } from "../../contract/identity/core.ts";
import type { SignInResult } from "../../contract/identity/shapes.ts";
import type { OwnActionContext } from "../handling/visit.ts";
import {
  type DeclaredProblem,
  type UntypedFail,
  withHeaders,
} from "../handling/declared-problem.ts";
import type { IdentityCore } from "./core.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { type PasswordClaim, type PasswordProof, provePassword } from "./prove-password.ts";
import { assertTransport, signInByPassword, type SignInOptions } from "./sign-in-user.ts";

/** Sign-in with a password. */
export function createSignIn(core: IdentityCore): IdentityFeature {
  return {
    handlers: { signIn: signIn(core) },
    waysIn: (reads, userId) =>
      reads.get("SELECT 1 FROM servery_passwords WHERE user_id = ?", userId) === undefined ? 0 : 1,
  };
}

function signIn(core: IdentityCore): IdentityHandler<CoreOperations["signIn"]> {
  return async (context) => {
    const { email, password, device, session } = context.input;
    assertTransport(core, session);
    return signInWith(core, context, { email, password, device }, { session, device });
  };
}

type Context = Pick<OwnActionContext, "fail" | "now" | "transact" | "visit">;

/** Proves a password and signs in with it, as far as a password leads. */
export async function signInWith(
  core: IdentityCore,
  context: Context,
  claim: PasswordClaim,
  options: SignInOptions,
): Promise<SignInResult> {
  const { fail, now, transact, visit } = context;
  const proof = await provePassword(core, context, claim);
  const { userId, apply } = assertProved(proof, fail);
  const result = await transact((ledger) =>
    apply(ledger)
      ? signInByPassword(core, { visit, ledger, now: now() }, userId, options)
      : undefined,
  );
  if (result === undefined) throw fail("wrong_credentials");
  return result;
}

/** Throws `wrong_credentials` or `too_many_attempts` for what was not proved. */
export function assertProved(
  proof: PasswordProof,
  fail: UntypedFail,
): Extract<PasswordProof, { outcome: "proved" }> {
  if (proof.outcome === "proved") return proof;
  throw proof.outcome === "wrong" ? fail("wrong_credentials") : tooManyAttempts(proof, fail);
}

/** Makes `too_many_attempts`, with when to come again. */
export function tooManyAttempts(
  { retryAfterMs, locked }: { readonly retryAfterMs: number; readonly locked: boolean },
  fail: UntypedFail,
): DeclaredProblem {
  const retryAfterSeconds = Math.ceil(retryAfterMs / 1000);
  const detail = locked ? "Reset the password by mail." : undefined;
  const problem = fail("too_many_attempts", { retryAfterSeconds }, detail);
  return withHeaders(problem, { "retry-after": String(retryAfterSeconds) });
}
