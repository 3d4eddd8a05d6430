import { ServeryError } from "../../../base/servery-error.ts";
import type { Needle } from "../../../boundary/secrets/needles.ts";
import type { OutgoingMail } from "../../identity/mail/mailer.ts";
import type { Egress } from "./egress.ts";

/**
 * Lets a mail leave only without secrets.
 * @throws ServeryError `secret_in_mail`, permanent: it would have the secret at the next attempt too.
 */
export function assertClearMail(
  egress: Egress,
  { from, to, subject, text, html }: OutgoingMail,
  onFound: (needle: Needle) => void,
): void {
  for (const part of [from, to, subject, text, html]) {
    const needle = egress.findIn(part);
    if (needle === undefined) continue;
    onFound(needle);
    throw Object.assign(
      new ServeryError(
        "secret_in_mail",
        `The mail has the secret ${needle.secret} in it, and is not sent. Look into \`identity.mailTexts\` for where it comes from.`,
      ),
      { permanent: true },
    );
  }
}
