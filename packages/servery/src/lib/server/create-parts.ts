import { openSecrets } from "../boundary/secrets/open-secrets.ts";
import type { Environment } from "../boundary/secrets/read-secrets.ts";
import type { Contract } from "../contract/contract.ts";
import type { OperationTree } from "../contract/operation-tree.ts";
import type { Tables } from "./data/table.ts";
import { createIdentity } from "./identity/create-identity.ts";
import type { Identity } from "./identity/identity.ts";
import type { OutgoingMail } from "./identity/mail/mailer.ts";
import { createSecurityEvents } from "./identity/security-events.ts";
import { openData } from "./open-data.ts";
import { createOpening, type Opening } from "./opening.ts";
import { assertIdentity } from "./pipeline/access.ts";
import { collectHandlers } from "./pipeline/collect-handlers.ts";
import { createEngine } from "./pipeline/create-engine.ts";
import { assertClearMail as clearMail } from "./pipeline/egress/clear-mail.ts";
import { createEgress } from "./pipeline/egress/egress.ts";
import { guardLog } from "./pipeline/egress/guard-log.ts";
import { reportLeakApart } from "./pipeline/egress/leak.ts";
import type { Engine } from "./pipeline/engine.ts";
import type { UntypedHandler } from "./pipeline/plan.ts";
import { createResourceHandler } from "./pipeline/resource-handlers.ts";
import type { Runtime } from "./runtime.ts";
import type { ServiceOptions, ServiceSettings } from "./service-options.ts";

/** What a service is put together of. */
interface ServiceParts {
  readonly engine: Engine;
  readonly opening: Opening;
  /** Its own tables, and those of its identity. */
  readonly tables: Tables;
}

/** Makes the parts of a service, and refuses those that do not fit one another. Nothing is opened yet. */
export function createParts<Tree extends OperationTree, T extends Tables>(
  runtime: Runtime,
  contract: Contract<Tree>,
  options: ServiceOptions<Tree, T>,
  givenIdentity: Identity | undefined,
): ServiceParts {
  const { platform } = runtime;
  const { port = 4000, origin, ...defaults } = runtime.defaults();
  const { limits, cors, security, rate, audit, captcha, live } = options;
  const mode = options.mode ?? defaults.mode;
  const egress = createEgress({ scan: options.scanEgress ?? true });
  const plainLog = options.log ?? platform.log;
  const log = guardLog(plainLog, egress, (needle) =>
    reportLeakApart(securityEvents, needle, "the log"),
  );
  const securityEvents = createSecurityEvents({ log, clock: platform });
  const assertClearMail = (mail: OutgoingMail) =>
    clearMail(egress, mail, (needle) => reportLeakApart(securityEvents, needle, "a mail"));
  const trustedProxies = options.trustedProxies ?? defaults.trustedProxies;
  const settings = { ...(origin !== undefined && { origin }), ...options.identity };
  const identity =
    givenIdentity ??
    createIdentity({ contract, platform, mode, log, port, settings, assertClearMail });
  assertIdentity(contract, identity !== undefined);
  const tables = withTables(options.tables ?? {}, identity);
  const handlers = collectHandlers(contract, options.handlers, (operation) =>
    operation.builtIn?.kind === "identity"
      ? (identity?.handler(operation.builtIn.name) as UntypedHandler | undefined)
      : createResourceHandler(operation, tables),
  );
  const own = {
    mode,
    log,
    plainLog,
    limits,
    cors,
    security,
    identity,
    rate,
    trustedProxies,
    audit,
    captcha,
    live,
    securityEvents,
    egress,
  };
  const engine = createEngine(contract, handlers, platform, own);
  const systemTables = identity?.systemTables ?? [];
  const opening = createOpening(engine, {
    secrets: () => openSecrets(options.secrets ?? [], environmentOf(runtime, options)),
    data: () => openData(runtime, contract, { ...options, tables, mode, log, systemTables }),
  });
  return { engine, opening, tables };
}

function environmentOf(runtime: Runtime, { environment }: ServiceSettings): Environment {
  return environment ?? runtime.environment?.() ?? {};
}

/** The service's tables and those of its identity, which it may name among its own. */
function withTables(tables: Tables, identity: Identity | undefined): Tables {
  const given = new Set(Object.values(tables));
  const added = Object.entries(identity?.tables ?? {}).filter(([, table]) => !given.has(table));
  return { ...tables, ...Object.fromEntries(added) };
}
