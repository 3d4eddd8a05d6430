import type { CoreOperations } from "../../contract/identity/core.ts";
import type { Ledger } from "../data/data.ts";
import { findUser } from "./account.ts";
import { createChallenge, tryChallenge } from "./challenges.ts";
import type { IdentityCore } from "./core.ts";
import { createAccount } from "./create-account.ts";
import { toEmailKey } from "./email.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { takeMailRate } from "./mail/mail-rate.ts";
import { queueMail } from "./mail/queue.ts";
import { assertStrong, toPasswordRules } from "./password-rules.ts";
import { assertTransport, signInUser } from "./sign-in-user.ts";

/** What an attempt to sign up carries: its own password, so that nobody else's is ever confirmed with it. */
interface SignUpAttempt {
  readonly email: string;
  readonly name: string | null;
  readonly phc: string;
}

const kind = "sign_up";
const codeMs = 600_000;
const codeTries = 5;

/** Sign-up with a password: nothing is made before the address is proved. */
export function createSignUp(core: IdentityCore): IdentityFeature {
  return { handlers: { signUp: signUp(core), verifyEmail: verifyEmail(core) } };
}

function signUp(core: IdentityCore): IdentityHandler<CoreOperations["signUp"]> {
  return async ({ input, fail, now, transact }) => {
    const { email, password, name = null } = input;
    await assertStrong(password, toPasswordRules(core), { email, name }, fail);
    const phc = await core.passwords.hash(password);
    const attempt = await transact((ledger) =>
      beginSignUp(core, ledger, { email, name, phc }, now()),
    );
    return { attempt };
  };
}

/** Does the same for an address with an account, whose owner is told, and answers with a token for nothing. */
function beginSignUp(
  core: IdentityCore,
  ledger: Ledger,
  attempt: SignUpAttempt,
  now: number,
): string {
  const emailKey = toEmailKey(attempt.email);
  const known = findUser(ledger, emailKey);
  const isMailed = takeMailRate(core.platform, ledger, kind, { emailKey, now });
  const code = drawCode(core);
  const token = createChallenge(core.platform, ledger, {
    kind,
    // A code that nobody was sent can only be guessed at.
    data: known === undefined && isMailed ? attempt : { ...attempt, phc: "" },
    code,
    ttlMs: codeMs,
    tries: codeTries,
    now,
  });
  const validUntil = now + codeMs;
  if (!isMailed) queueMail(ledger, { to: attempt.email, kind: "nothing", data: {}, now });
  else if (known === undefined)
    queueMail(ledger, { to: attempt.email, kind: "verify_email", data: { code }, now, validUntil });
  else queueMail(ledger, { to: known.email, kind: "account_exists", data: {}, now, validUntil });
  return token;
}

function verifyEmail(core: IdentityCore): IdentityHandler<CoreOperations["verifyEmail"]> {
  return async ({ input, fail, now: clock, transact, visit }) => {
    assertTransport(core, input.session);
    const result = await transact((ledger) => {
      const now = clock();
      const { attempt: token, code } = input;
      const challenge = tryChallenge(core.platform, ledger, { kind, token, code, now });
      const attempt = challenge?.data as SignUpAttempt | undefined;
      if (attempt === undefined || attempt.phc === "") return undefined;
      const userId = createAccount(ledger, { ...attempt, now });
      if (userId === undefined) return undefined;
      return signInUser(core, { visit, ledger, now }, userId, { session: input.session });
    });
    // Outside, for a wrong code must stay counted.
    if (result === undefined) throw fail("invalid_code");
    return result;
  };
}

/** Eight digits, each as likely as any other. */
function drawCode({ platform }: IdentityCore): string {
  for (;;) {
    const number = new DataView(platform.randomBytes(4).buffer).getUint32(0);
    if (number < 4_200_000_000) return String(number % 100_000_000).padStart(8, "0");
  }
}
