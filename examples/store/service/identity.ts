import type { IdentitySettings } from "servery/server";
import { outbox } from "servery/mail";
import { passkeys } from "servery/passkeys";

import { pages } from "../contract/bounds.ts";
import { eraseCustomer, exportCustomer } from "./leaving.ts";

/**
 * How accounts are done. The example sends no mail: who sits at the machine reads what it would send,
 * at `/_servery/outbox`. A shop on the Internet has `smtp(…)` in its place.
 */
export function identityAt(origin: string) {
  return {
    origin,
    pages,
    mailer: outbox({ public: true }),
    mailFrom: "Runout Records <counter@runout.example>",
    passkeys: passkeys(),
    onDelete: eraseCustomer,
    export: exportCustomer,
  } satisfies IdentitySettings;
}
