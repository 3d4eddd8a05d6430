import type { Contract } from "../contract/contract.ts";
import type { OperationTree } from "../contract/operation-tree.ts";
import type { Tables } from "./data/table.ts";
import { createIdentity } from "./identity/create-identity.ts";
import type { Identity } from "./identity/identity.ts";
import { openData } from "./open-data.ts";
import { createOpening, type Opening } from "./opening.ts";
import { assertIdentity } from "./pipeline/access.ts";
import { collectHandlers } from "./pipeline/collect-handlers.ts";
import { createEngine } from "./pipeline/create-engine.ts";
import type { Engine } from "./pipeline/engine.ts";
import type { UntypedHandler } from "./pipeline/plan.ts";
import { createResourceHandler } from "./pipeline/resource-handlers.ts";
import type { Runtime } from "./runtime.ts";
import type { ServiceOptions } from "./service-options.ts";

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
  const log = options.log ?? platform.log;
  const trustedProxies = options.trustedProxies ?? defaults.trustedProxies;
  const settings = { ...(origin !== undefined && { origin }), ...options.identity };
  const identity =
    givenIdentity ?? createIdentity({ contract, platform, mode, log, port, settings });
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
    limits,
    cors,
    security,
    identity,
    rate,
    trustedProxies,
    audit,
    captcha,
    live,
  };
  const engine = createEngine(contract, handlers, platform, own);
  const systemTables = identity?.systemTables ?? [];
  const opening = createOpening(engine, () =>
    openData(runtime, contract, { ...options, tables, mode, log, systemTables }),
  );
  return { engine, opening, tables };
}

/** The service's tables and those of its identity, which it may name among its own. */
function withTables(tables: Tables, identity: Identity | undefined): Tables {
  const given = new Set(Object.values(tables));
  const added = Object.entries(identity?.tables ?? {}).filter(([, table]) => !given.has(table));
  return { ...tables, ...Object.fromEntries(added) };
}
