import type * as Nodemailer from "nodemailer";

import { ServeryError } from "../../base/servery-error.ts";
import { isMailAddress, type OutgoingMail } from "../../server/identity/mail/mailer.ts";

/**
 * Loads nodemailer, which an application installs when it sends mails.
 * @throws ServeryError `nodemailer_missing`.
 */
export async function importNodemailer(): Promise<typeof Nodemailer> {
  try {
    return await import("nodemailer");
  } catch (cause) {
    throw new ServeryError(
      "nodemailer_missing",
      "Mails are sent and written as files by nodemailer, which is not installed: npm install nodemailer",
      { cause },
    );
  }
}

/**
 * A mail as nodemailer takes it. Addresses are given in parts, and the envelope apart from the headers, so
 * that no text is parsed as a list of addresses. nodemailer still splits an address at a comma: what is not
 * one plain address is refused.
 * @throws ServeryError `invalid_recipient`, permanent.
 */
export function toMessage({ from, to, id, date, subject, text, html }: OutgoingMail) {
  if (!isMailAddress(to)) throw invalidRecipient();
  const sender = toSender(from);
  return {
    from: sender,
    to: { name: "", address: to },
    envelope: { from: sender.address, to: [to] },
    messageId: `<${id}>`,
    date: new Date(date),
    subject,
    text,
    html,
    // RFC 3834: no out-of-office answers to what nobody reads.
    headers: { "Auto-Submitted": "auto-generated" },
    xMailer: false as const,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

function toSender(from: string): { readonly name: string; readonly address: string } {
  const [, name = "", address = from] = /^(.+) <([^<>]+)>$/.exec(from) ?? [];
  return { name, address };
}

function invalidRecipient(): ServeryError {
  const error = new ServeryError("invalid_recipient", "The recipient must be one plain address.");
  return Object.assign(error, { permanent: true });
}
