import type { Log } from "../../../ports/log.ts";
import type { Mailer, OutgoingMail } from "./mailer.ts";

/** A mail in an outbox. */
export interface KeptMail extends OutgoingMail {
  /** Counts up from 1. */
  readonly number: number;
}

/** A mailer that sends nothing: mails stay here, to be read while one writes or tries an application. */
export interface Outbox extends Mailer {
  readonly outbox: {
    /** Whether its page is served in production too; to callers on the same machine only, as always. */
    readonly public: boolean;
    /** The newest first. */
    mails(this: void): readonly KeptMail[];
  };
}

/** What an outbox may be told. */
export interface OutboxOptions {
  /** Mails that are kept; the oldest go first. Default 200. */
  readonly keep?: number;
  /** Serves its page in production too, to callers on the same machine: for an example or a demonstration. */
  readonly public?: boolean;
}

/** Makes an outbox that keeps mails in memory. `onMail` is told of each. */
export function createOutbox(
  options: OutboxOptions = {},
  onMail?: (mail: KeptMail) => void | Promise<void>,
): Outbox {
  const { keep = 200 } = options;
  let kept: readonly KeptMail[] = [];
  let number = 0;
  return {
    async send(mail) {
      const entry = { ...mail, number: ++number };
      // A mail that was sent twice is the same mail.
      kept = [entry, ...kept.filter(({ id }) => id !== mail.id)].slice(0, keep);
      await onMail?.(entry);
    },
    outbox: { public: options.public ?? false, mails: () => kept },
  };
}

/** Recognises an outbox, of any copy of the package. */
export function isOutbox(mailer: Mailer): mailer is Outbox {
  return "outbox" in mailer && typeof mailer.outbox === "object";
}

/** Where the service shows its outbox. */
export const outboxPath = "/_servery/outbox";

/** Says in the log where each mail can be read. */
export function withLogLines(outbox: Outbox, log: Log, origin: string): Outbox {
  return {
    ...outbox,
    async send(mail) {
      await outbox.send(mail);
      log.info({ to: mail.to }, `Mail "${mail.subject}": ${origin}${outboxPath}`);
    },
  };
}
