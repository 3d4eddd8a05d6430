import type { Ledger } from "../data/data.ts";
import { readUser } from "./account.ts";
import { queueMail, type QueuedMail } from "./mail/queue.ts";

type WithoutAddress<M> = M extends unknown ? Omit<M, "to"> : never;

/** Queues a mail to the proved address of a user, in the transaction of what it tells of. */
export function tellUser(ledger: Ledger, userId: string, mail: WithoutAddress<QueuedMail>): void {
  queueMail(ledger, { ...mail, to: readUser(ledger, userId)!.email });
}
