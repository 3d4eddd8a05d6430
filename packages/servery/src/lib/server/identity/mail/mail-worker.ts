import type { Log } from "../../../ports/log.ts";
import type { Platform } from "../../../ports/platform.ts";
import type { AnyData } from "../../data/any-data.ts";
import {
  hasDueMail,
  type LeasedMail,
  nextAttempt,
  settleFailed,
  settleSent,
  takeDueMails,
} from "./mail-rows.ts";
import { isPermanent, type Mailer, type OutgoingMail } from "./mailer.ts";
import { type MailPaper, writeMail } from "./write-mail.ts";

/** What the worker needs. */
export interface MailWorkerOptions {
  readonly data: Pick<AnyData, "system" | "write">;
  readonly platform: Pick<Platform, "now" | "schedule" | "pause" | "randomBytes" | "sha256">;
  readonly log: Log;
  readonly mailer: Mailer;
  readonly paper: MailPaper;
  /** How often it looks whether there is anything to be sent, in milliseconds. Default 500. */
  readonly everyMs?: number;
  /** How long the mailer may take for one mail, in milliseconds. Default 2 minutes. */
  readonly timeoutMs?: number;
}

/** Sends the queued mails of a service. */
export interface MailWorker {
  /** Sends what is due, and resolves when each was sent or failed. */
  sendDue(): Promise<void>;
  /** Takes nothing new, and waits a few seconds for what is under way. */
  close(): Promise<void>;
}

/** Mails under way at a time: a server that hangs must not keep the others waiting. */
const atOnce = 8;
const closingMs = 5_000;

/** Starts to send what is queued, by this process or by others, until it is closed. */
export function createMailWorker(options: MailWorkerOptions): MailWorker {
  const { data, platform, log, everyMs = 500 } = options;
  const underWay = new Set<Promise<void>>();
  const state = { closed: false };
  let stop = platform.schedule(everyMs, tick);

  async function lookUp(): Promise<void> {
    await takeAll().catch((error: unknown) =>
      log.error({ error }, "Queued mails could not be looked up"),
    );
    if (!state.closed) stop = platform.schedule(everyMs, tick);
  }

  function tick(): void {
    void lookUp();
  }

  async function takeAll(): Promise<void> {
    while (!state.closed && underWay.size < atOnce && hasDueMail(data.system, platform.now())) {
      const lease = platform.sha256(platform.randomBytes(16));
      for (const mail of await take(options, lease, atOnce - underWay.size)) {
        const sending = sendOne(options, mail, lease)
          .catch((error: unknown) => log.error({ error }, "A mail's outcome could not be noted"))
          .finally(() => underWay.delete(sending));
        underWay.add(sending);
      }
    }
  }

  return {
    async sendDue() {
      do {
        await takeAll();
        await Promise.all(underWay);
      } while (!state.closed && hasDueMail(data.system, platform.now()));
    },
    async close() {
      state.closed = true;
      stop();
      await Promise.race([
        Promise.all(underWay),
        platform.pause(underWay.size > 0 ? closingMs : 0),
      ]);
    },
  };
}

const defaultTimeoutMs = 120_000;

function take(
  { data, platform, timeoutMs = defaultTimeoutMs }: MailWorkerOptions,
  lease: string,
  count: number,
): Promise<LeasedMail[]> {
  // Beyond the timeout there is time to note what came of it.
  const leaseMs = timeoutMs + 60_000;
  return data.write({
    operation: "identity.mail",
    run: async (_db, ledger) =>
      takeDueMails(ledger, { now: platform.now(), leaseMs, lease, count }),
  });
}

/** Sends one mail and notes what came of it. Neither the log nor the row tells what it said. */
async function sendOne(options: MailWorkerOptions, mail: LeasedMail, lease: string): Promise<void> {
  const { data, platform, log } = options;
  const { kind, messageId, rowId } = mail;
  const error = await attempt(options, mail).catch(toError);
  const now = platform.now();
  const later = error === undefined || isPermanent(error) ? undefined : nextAttempt(mail, now);
  await data.write({
    operation: "identity.mail",
    run: async (_db, ledger) => {
      if (error === undefined) settleSent(ledger, rowId, lease);
      else settleFailed(ledger, mail, lease, { now, later, failure: error.message.slice(0, 500) });
    },
  });
  const fields = { mail: messageId, kind, attempt: mail.attempts + 1 };
  if (error === undefined) log.info(fields, "A mail was sent");
  else if (later === undefined) log.error({ ...fields, error }, "A mail was given up");
  else log.warn({ ...fields, error, later }, "A mail could not be sent; it is tried again");
}

async function attempt(options: MailWorkerOptions, mail: LeasedMail): Promise<undefined> {
  const { mailer, paper, platform, timeoutMs = defaultTimeoutMs } = options;
  if (platform.now() >= mail.validUntil) throw permanent("What it says holds no longer.");
  const written = writeOrGiveUp(paper, mail);
  const late = Promise.withResolvers<never>();
  const stop = platform.schedule(timeoutMs, () =>
    late.reject(new Error(`The mailer took longer than ${timeoutMs} ms.`)),
  );
  await Promise.race([mailer.send(written), late.promise]).finally(stop);
}

/** What cannot be written today cannot be tomorrow. */
function writeOrGiveUp(paper: MailPaper, mail: LeasedMail): OutgoingMail {
  try {
    return writeMail(paper, mail);
  } catch (error) {
    throw permanent("It could not be written.", error);
  }
}

function permanent(message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, { cause }), { permanent: true });
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error("The mailer failed.", { cause: error });
}
