import type { MailData, MailKind } from "./mail-data.ts";
import { layOut } from "./lay-out.ts";
import { addressPattern, isMailAddress, type Mail, type OutgoingMail } from "./mailer.ts";
import { writeLetter } from "./texts.ts";

/** Words of the application's own for a mail; `undefined` leaves Servery's. */
export type MailTexts = (
  kind: MailKind,
  /** What the mail is about, by name: `code`, `link`, `device`; not escaped. `service` is the contract's title. */
  data: Readonly<Record<string, string>>,
) => Omit<Mail, "to"> | undefined;

/** What mails are written with. */
export interface MailPaper {
  /** What the service calls itself. */
  readonly service: string;
  readonly from: string;
  /** Where a token leads; `undefined` for a kind that has no page. Never made of a request. */
  link(kind: MailKind, token: string): string | undefined;
  readonly texts?: MailTexts | undefined;
  /** Throws where a mail may not be sent as it was written. */
  readonly assertClear?: ((mail: OutgoingMail) => void) | undefined;
}

/** A queued mail, as the worker took it. */
export interface TakenMail {
  readonly messageId: string;
  readonly recipient: string;
  readonly kind: MailKind;
  readonly data: Readonly<Record<string, string>>;
  readonly createdAt: number;
  readonly validUntil: number;
}

/**
 * Writes a queued mail, so that it can be sent.
 * @throws TypeError for a recipient that is not one plain address; what `assertClear` throws.
 */
export function writeMail(paper: MailPaper, mail: TakenMail): OutgoingMail {
  if (!isMailAddress(mail.recipient))
    throw new TypeError("The recipient is not one plain address.");
  const { token, ...data } = mail.data;
  const { service } = paper;
  const link = token === undefined ? undefined : paper.link(mail.kind, token);
  const minutes = Math.max(1, Math.round((mail.validUntil - mail.createdAt) / 60_000));
  const shown = { ...data, service, ...(link === undefined ? {} : { link }) };
  const { subject, text, html } =
    paper.texts?.(mail.kind, shown) ??
    // The row was written by `queueMail`, whose types pair kind and data.
    layOut(
      writeLetter(mail.kind, mail.data as MailData[MailKind], { service, link, minutes }),
      service,
    );
  const written = {
    id: `${mail.messageId}@${domainOf(paper.from)}`,
    date: mail.createdAt,
    from: paper.from,
    to: mail.recipient,
    subject: toHeaderText(subject),
    text,
    html,
  };
  paper.assertClear?.(written);
  return written;
}

/** One line, so that nothing in a subject can become a header of its own. */
function toHeaderText(text: string): string {
  return text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]+/gu, " ").trim();
}

function domainOf(from: string): string {
  return /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? "localhost";
}

const senderPattern = new RegExp(
  String.raw`^(?:[^\p{C}<>,;:"@]+ <${addressPattern}>|${addressPattern})$`,
  "u",
);

/** True for a sender that mails can be sent from: `shop@example.com`, `The Shop <shop@example.com>`. */
export function isSender(from: string): boolean {
  return from.length <= 320 && senderPattern.test(from);
}
