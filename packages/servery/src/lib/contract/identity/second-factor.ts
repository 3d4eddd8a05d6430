import { nothing } from "../nothing.ts";
import { action, mutation, query } from "../operation.ts";
import { problem } from "../problem.ts";
import { sensitive } from "../sensitive.ts";
import { invalidCode, tooManyAttempts } from "./problems.ts";
import { code, flag, listOf, object, opaque, text, transport } from "./schemas.ts";
import { signInResult } from "./shapes.ts";

/** An authenticator app (TOTP, RFC 6238) and recovery codes. */
export function secondFactorOperations(path: `/${string}`) {
  const codes = () => object<{ readonly recoveryCodes: string[] }>({ recoveryCodes: listOf(text) });
  const notSetUp = problem(409, "No authenticator app is set up");
  return {
    secondFactor: {
      complete: sensitive(
        action({
          path: `${path}/second-factor`,
          access: "public",
          limit: "30/minute",
          summary: "Finish a sign-in with a code of the app, or a recovery code",
          input: object<{ challenge: string; code: string; session?: "cookie" | "tokens" }>({
            challenge: opaque,
            code,
            "session?": transport,
          }),
          output: signInResult(),
          problems: { invalid_code: invalidCode, too_many_attempts: tooManyAttempts },
        }),
      ),
      state: query({
        path: `${path}/second-factor`,
        summary: "Whether an app is set up, and how many recovery codes are left",
        output: object<{ readonly totp: boolean; readonly recoveryCodesLeft: number }>({
          totp: flag,
          recoveryCodesLeft: { type: "integer" },
        }),
      }),
      begin: sensitive(
        mutation({
          path: `${path}/totp/begin`,
          access: "fresh",
          summary: "A new secret for the app. It counts once a code has confirmed it",
          output: object<{ readonly secret: string; readonly uri: string }>({
            secret: text,
            uri: text,
          }),
          problems: { already_set_up: problem(409, "Remove the app that is set up first") },
        }),
      ),
      confirm: sensitive(
        mutation({
          path: `${path}/totp/confirm`,
          access: "fresh",
          summary: "Confirm the app with a code. The recovery codes are shown this once",
          input: object<{ code: string }>({ code }),
          output: codes(),
          problems: { invalid_code: invalidCode, not_set_up: notSetUp },
        }),
      ),
      renewRecoveryCodes: sensitive(
        mutation({
          path: `${path}/recovery-codes`,
          access: "fresh",
          summary: "New recovery codes in the place of all earlier ones",
          output: codes(),
          problems: { not_set_up: notSetUp },
        }),
      ),
      remove: mutation({
        path: `${path}/totp`,
        method: "DELETE",
        access: "fresh",
        summary: "Remove the app and its recovery codes",
        output: nothing,
        problems: { not_set_up: notSetUp },
      }),
    },
  };
}
