import { toNetwork } from "../../base/ip-address.ts";
import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import type { AnyData } from "../data/any-data.ts";
import type { Ledger } from "../data/data.ts";
import { insertSecurityEvent, raiseCount, type SecurityEventInput } from "./security-event-rows.ts";

/** Where sightings are told. */
export interface SecurityEvents {
  /** Logs at once and writes in the background; equal sightings within a minute are one event with a count. */
  report(this: void, event: SecurityEventInput): void;
  /** Writes in the transaction that it belongs to. It is logged, whether or not that commits. */
  record(this: void, ledger: Ledger, event: SecurityEventInput): void;
}

/** As the service owns it. */
export interface SecurityEventBook extends SecurityEvents {
  /** From now on what is reported is written, and what was reported before. */
  open(data: Pick<AnyData, "write">): void;
  /** Writes what is left, before the database is closed. */
  close(): Promise<void>;
}

/** What is seen within the window. */
interface Gathered {
  readonly event: SecurityEventInput;
  readonly since: number;
  unwritten: number;
  id: number | undefined;
}

const windowMs = 60_000;
const writeAfterMs = 1000;
/** Of events that differ; with more of them at once, they are told apart by their kind only. */
const mostGathered = 1000;

type Surroundings = {
  readonly log: Pick<Log, "warn" | "error">;
  readonly clock: Pick<Platform, "now" | "schedule">;
};

/** Makes a book of security events. Without a database they are only logged. */
export function createSecurityEvents({ log, clock }: Surroundings): SecurityEventBook {
  const gathered = new Map<string, Gathered>();
  let data: Pick<AnyData, "write"> | undefined;
  let cancel: (() => void) | undefined;
  let writing: Promise<void> = Promise.resolve();

  function tell({ detail, ...fields }: SecurityEventInput): void {
    log.warn({ securityEvent: fields }, detail);
  }

  function gather(event: SecurityEventInput): void {
    const whole = toKey(event);
    const isRoom = gathered.has(whole) || gathered.size < mostGathered;
    const kept = isRoom ? event : { ...event, userId: null, address: null, detail: many };
    const key = isRoom ? whole : toKey(kept);
    const entry = gathered.get(key);
    if (entry !== undefined && clock.now() - entry.since < windowMs) {
      entry.unwritten++;
      return;
    }
    gathered.set(key, {
      event: kept,
      since: clock.now(),
      unwritten: 1 + (entry?.unwritten ?? 0),
      id: undefined,
    });
    tell(kept);
  }

  function arm(): void {
    cancel ??= clock.schedule(writeAfterMs, () => {
      cancel = undefined;
      writing = write();
    });
  }

  async function write(): Promise<void> {
    forgetPast();
    const dirty = [...gathered.values()].filter(({ unwritten }) => unwritten > 0);
    if (data === undefined || dirty.length === 0) return;
    const counts = dirty.map(({ unwritten }) => unwritten);
    try {
      const ids = await data.write({
        operation: "servery.security_events",
        run: (_db, ledger) =>
          Promise.resolve(dirty.map((entry, at) => put(ledger, entry, counts[at]!))),
      });
      for (const [at, entry] of dirty.entries()) {
        entry.id = ids[at];
        entry.unwritten -= counts[at]!;
      }
    } catch (error) {
      log.error({ error }, "Security events could not be written; they are tried again");
      arm();
    }
  }

  /** Keeps what a busy database has yet to take; without one, the log was all. */
  function forgetPast(): void {
    for (const [key, { since, unwritten }] of gathered)
      if ((unwritten === 0 || data === undefined) && clock.now() - since >= windowMs)
        gathered.delete(key);
  }

  return {
    report(event) {
      gather(event);
      arm();
    },
    record(ledger, event) {
      tell(event);
      insertSecurityEvent(ledger, event, { at: clock.now(), count: 1 });
    },
    open(opened) {
      data = opened;
    },
    async close() {
      cancel?.();
      await writing;
      await write();
    },
  };
}

const many = "From more sources at once than can be told apart";

function toKey({ kind, userId, address, detail }: SecurityEventInput): string {
  // Within a network of IPv6 everybody has as many addresses as they please.
  return JSON.stringify([kind, userId, address && toNetwork(address), detail]);
}

/** Writes an event, or that it was seen again; answers its id. */
function put(ledger: Ledger, { event, since, id }: Gathered, count: number): number {
  if (id === undefined) return insertSecurityEvent(ledger, event, { at: since, count });
  raiseCount(ledger, id, count);
  return id;
}
