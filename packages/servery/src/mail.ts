export { outbox } from "./lib/adapters/mail/outbox.ts";
export type { FileOutboxOptions } from "./lib/adapters/mail/outbox.ts";
export { smtp } from "./lib/adapters/mail/smtp.ts";
export type { SmtpOptions } from "./lib/adapters/mail/smtp.ts";
export type { MailKind } from "./lib/server/identity/mail/mail-data.ts";
export type { Mail, Mailer, OutgoingMail } from "./lib/server/identity/mail/mailer.ts";
export type { KeptMail, Outbox, OutboxOptions } from "./lib/server/identity/mail/outbox.ts";
export type { MailTexts } from "./lib/server/identity/mail/write-mail.ts";
