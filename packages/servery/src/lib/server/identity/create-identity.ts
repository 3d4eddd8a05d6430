import type { Contract } from "../../contract/contract.ts";
import { accessRules, type Role } from "../../contract/access.ts";
import { identityNameOf } from "../../contract/built-in.ts";
import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import { createAccountBook } from "./accounts.ts";
import { createCallerMemo } from "./caller-memo.ts";
import { challengeTables } from "./challenges.ts";
import { createCookies } from "./cookies.ts";
import type { AnyData } from "../data/any-data.ts";
import type { SystemReads } from "../data/data.ts";
import type { IdentityCore } from "./core.ts";
import { deviceTables } from "./devices.ts";
import type { IdentityFeature } from "./feature.ts";
import { createFeatures } from "./features.ts";
import { grantTables } from "./grants.ts";
import { createIdentifyCaller, type IdentifyCaller } from "./identify-caller.ts";
import type { Identity } from "./identity.ts";
import { createMailDesk } from "./mail/open-mail.ts";
import type { OutgoingMail } from "./mail/mailer.ts";
import { mailTables } from "./mail/queue.ts";
import { createPasswords, passwordTables } from "./passwords.ts";
import { principalOf } from "./principal-of.ts";
import type { SecurityEvents } from "./security-events.ts";
import { sessionTables } from "./sessions.ts";
import { type IdentitySettings, toIdentitySettings } from "./settings.ts";
import { createSuspicion } from "./suspicion.ts";
import { throttleTables } from "./throttle.ts";
import { users } from "./users.ts";

/** What an identity is made of. */
export interface IdentityOptions {
  readonly contract: Contract;
  readonly platform: Platform;
  readonly mode: "dev" | "production";
  readonly log: Log;
  /** The port of the environment. */
  readonly port: number;
  readonly settings: IdentitySettings | undefined;
  /** Throws where a mail may not be sent as it was written. Default: all may. */
  readonly assertClearMail?: (mail: OutgoingMail) => void;
}

const coreTables: readonly string[] = [
  ...passwordTables,
  ...sessionTables,
  ...challengeTables,
  ...grantTables,
  ...throttleTables,
  ...deviceTables,
  ...mailTables,
];
const memoisedCallers = 10_000;

/**
 * Makes the identity that a contract declares; `undefined` for a contract without one.
 * @throws ServeryError `invalid_identity`, `no_mailer`, `invalid_mail_from`.
 */
export function createIdentity(options: IdentityOptions): Identity | undefined {
  if (options.contract.list.every(({ operation }) => identityNameOf(operation) === undefined))
    return undefined;
  const events = createLateEvents();
  const core = createCore(options, events);
  const { features, settings, mail, platform } = core;
  const handlers = new Map(features.flatMap((feature) => Object.entries(feature.handlers ?? {})));
  const accounts = createAccountBook(core);
  let identify: IdentifyCaller | undefined;
  let system: SystemReads | undefined;
  let closing: (() => Promise<void>) | undefined;
  return {
    systemTables: [...coreTables, ...features.flatMap(({ systemTables = [] }) => systemTables)],
    tables: { users },
    freshMs: settings.lifetimes.freshMs,
    outbox: mail.outbox,
    accounts,
    async open(data, { securityEvents, onSessionsChanged }) {
      core.memo.onForgotten = onSessionsChanged;
      events.open(securityEvents);
      accounts.open(data);
      identify = createIdentifyCaller(core, data);
      system = data.system;
      closing = await openAll(core, data);
    },
    async close() {
      await closing?.();
    },
    identify: (exchange, purpose) => identify!(exchange, purpose),
    principalOf: (user) => principalOf(system!, user, platform.now()),
    handler: (name) => handlers.get(name),
  };
}

/** The book of security events, which is there once the service opens. */
function createLateEvents(): SecurityEvents & { open(events: SecurityEvents): void } {
  let book: SecurityEvents | undefined;
  return {
    open: (events) => void (book = events),
    report: (event) => book?.report(event),
    record: (ledger, event) => book?.record(ledger, event),
  };
}

function createCore(options: IdentityOptions, securityEvents: SecurityEvents): IdentityCore {
  const { contract, platform, mode, log, port, assertClearMail } = options;
  const settings = toIdentitySettings(options.settings ?? {}, { mode, port });
  const { origin, pages, sameSite, given } = settings;
  const features: IdentityFeature[] = [];
  const core: IdentityCore = {
    platform,
    contract,
    log,
    settings,
    passwords: createPasswords(platform),
    cookies: createCookies(contract.name, mode, sameSite),
    memo: createCallerMemo(memoisedCallers),
    mail: createMailDesk(given, {
      mode,
      log,
      service: contract.title,
      origin,
      pages,
      assertClear: assertClearMail,
    }),
    securityEvents,
    suspicion: createSuspicion(platform, securityEvents),
    administrators: findAdministrators(contract)?.name,
    features,
  };
  features.push(...createFeatures(core));
  return core;
}

/** Who may list the accounts is who administers them. */
function findAdministrators({ list }: Contract): Role | undefined {
  const named = list.find(({ operation }) => identityNameOf(operation) === "users.list");
  if (named === undefined) return undefined;
  return accessRules(named.operation.access).find(
    (rule): rule is Role => typeof rule === "object" && rule.kind === "role",
  );
}

async function openAll(core: IdentityCore, data: AnyData): Promise<() => Promise<void>> {
  const worker = core.mail.start({ data, platform: core.platform });
  for (const feature of core.features) await feature.open?.(data);
  return async () => {
    for (const feature of core.features) await feature.close?.();
    await worker.close();
  };
}
