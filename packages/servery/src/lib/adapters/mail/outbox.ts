import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import {
  createOutbox,
  type KeptMail,
  type Outbox,
  type OutboxOptions,
} from "../../server/identity/mail/outbox.ts";
import { importNodemailer, toMessage } from "./nodemailer.ts";

/** What an outbox on a machine with files may be told. */
export interface FileOutboxOptions extends OutboxOptions {
  /** Also writes each mail as an `.eml` file that mail programs open, for its owner alone. Needs nodemailer. */
  readonly folder?: string;
}

/** A mailer that sends nothing and keeps the mails to be read, at `/_servery/outbox` and in a folder. */
export function outbox(options: FileOutboxOptions = {}): Outbox {
  const { folder } = options;
  return createOutbox(options, folder === undefined ? undefined : (mail) => writeEml(folder, mail));
}

async function writeEml(folder: string, mail: KeptMail): Promise<void> {
  const { createTransport } = await importNodemailer();
  const composer = createTransport({ streamTransport: true, buffer: true, newline: "unix" });
  const { message } = await composer.sendMail(toMessage(mail));
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // Named by its id, so that a mail that is sent again replaces itself.
  const time = new Date(mail.date).toISOString().replaceAll(/[:.]/g, "-");
  const name = `${time}-${mail.id.replaceAll(/[^\w]/g, "").slice(0, 12)}.eml`;
  await writeFile(join(folder, name), message as Buffer, { mode: 0o600 });
}
