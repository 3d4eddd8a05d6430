import { ServeryError } from "../../../base/servery-error.ts";
import type { Log } from "../../../ports/log.ts";
import type { MailKind } from "./mail-data.ts";
import { createMailWorker, type MailWorker, type MailWorkerOptions } from "./mail-worker.ts";
import type { Mailer, OutgoingMail } from "./mailer.ts";
import { createOutbox, isOutbox, type Outbox, withLogLines } from "./outbox.ts";
import { isSender, type MailTexts } from "./write-mail.ts";

/** What a service says of its mails. */
export interface MailSettings {
  /**
   * Who delivers. `"elsewhere"`: another process on the same database, so that this one only queues. Default
   * in dev: an outbox, to be read at `/_servery/outbox`.
   */
  readonly mailer?: Mailer | "elsewhere";
  /** The sender: `shop@example.com`, or `The Shop <shop@example.com>`. Needed wherever mails are really sent. */
  readonly mailFrom?: string;
  /** Other words for mails, kind by kind. */
  readonly mailTexts?: MailTexts;
}

/** What is known of the service beside its settings. */
export interface MailSurroundings {
  readonly mode: "dev" | "production";
  readonly log: Log;
  /** The contract's title. */
  readonly service: string;
  /** Where the front-end is: `https://shop.example`, without a path. */
  readonly origin: string;
  /** Throws where a mail may not be sent as it was written. */
  readonly assertClear?: ((mail: OutgoingMail) => void) | undefined;
  /** The pages that links lead to, below the origin. */
  readonly pages: { readonly resetPassword: string; readonly invitation: string };
}

/** The mail of a service. */
export interface MailDesk {
  /** Where mails can be read, when they are not sent. */
  readonly outbox: Outbox["outbox"] | undefined;
  /** The link that a token of this kind stands for; for those who show it themselves. */
  link(this: void, kind: MailKind, token: string): string | undefined;
  /** Starts to send what is queued. */
  start(options: Pick<MailWorkerOptions, "data" | "platform">): MailWorker;
}

/**
 * Makes the mail of a service ready.
 * @throws ServeryError `no_mailer` in production without one, `invalid_mail_from`.
 */
export function createMailDesk(settings: MailSettings, around: MailSurroundings): MailDesk {
  const mailer = chooseMailer(settings, around);
  if (mailer === "elsewhere")
    return { outbox: undefined, link: createLinks(around), start: () => idleWorker };
  const outbox = isOutbox(mailer) ? mailer.outbox : undefined;
  const from = chooseSender(settings, around, outbox !== undefined);
  const link = createLinks(around);
  const paper = {
    service: around.service,
    from,
    link,
    texts: settings.mailTexts,
    assertClear: around.assertClear,
  };
  return {
    outbox,
    link,
    start: (options) => createMailWorker({ ...options, log: around.log, mailer, paper }),
  };
}

const idleWorker: MailWorker = { sendDue: async () => {}, close: async () => {} };

function chooseMailer(
  { mailer }: MailSettings,
  { mode, log, origin }: MailSurroundings,
): Mailer | "elsewhere" {
  if (mailer === undefined && mode === "production")
    throw new ServeryError(
      "no_mailer",
      "Accounts send mails, and this service has no mailer. Give it one: createService(…, { identity: { mailer: smtp({ host, user, password }), mailFrom } }), with `smtp` from servery/mail.",
    );
  if (mailer === "elsewhere") return mailer;
  const chosen = mailer ?? createOutbox();
  return isOutbox(chosen) ? withLogLines(chosen, log, origin) : chosen;
}

function chooseSender(
  { mailFrom }: MailSettings,
  { service }: MailSurroundings,
  staysHere: boolean,
): string {
  if (mailFrom !== undefined && isSender(mailFrom)) return mailFrom;
  if (mailFrom === undefined && staysHere)
    return `${service.replaceAll(/[\p{C}\s<>,;:"@]+/gu, " ").trim() || "Service"} <service@localhost>`;
  throw new ServeryError(
    "invalid_mail_from",
    `${mailFrom === undefined ? "`identity.mailFrom` is missing" : `\`identity.mailFrom\` is ${JSON.stringify(mailFrom)}`}: it must be the one sender of all mails, such as "shop@example.com" or "The Shop <shop@example.com>".`,
  );
}

function createLinks({ origin, pages }: MailSurroundings): MailDesk["link"] {
  const paths: Partial<Record<MailKind, string>> = {
    reset_password: pages.resetPassword,
    invitation: pages.invitation,
  };
  return (kind, token) => {
    const path = paths[kind];
    // After `#`, so that no server on the way has it in its log.
    return path === undefined ? undefined : `${origin}${path}#${encodeURIComponent(token)}`;
  };
}
