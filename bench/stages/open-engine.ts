import { nodePlatform } from "../../packages/servery/src/lib/adapters/node/platform.ts";
import { readMigrations } from "../../packages/servery/src/lib/adapters/node/migration-files.ts";
import type { Contract } from "../../packages/servery/src/lib/contract/contract.ts";
import { createIdentity } from "../../packages/servery/src/lib/server/identity/create-identity.ts";
import { openLive } from "../../packages/servery/src/lib/server/live/live.ts";
import { createSecurityEvents } from "../../packages/servery/src/lib/server/identity/security-events.ts";
import { openData } from "../../packages/servery/src/lib/server/open-data.ts";
import { collectHandlers } from "../../packages/servery/src/lib/server/pipeline/collect-handlers.ts";
import { createEngine } from "../../packages/servery/src/lib/server/pipeline/create-engine.ts";
import {
  createEgress,
  type Egress,
} from "../../packages/servery/src/lib/server/pipeline/egress/egress.ts";
import type { Engine } from "../../packages/servery/src/lib/server/pipeline/engine.ts";
import type { UntypedHandler } from "../../packages/servery/src/lib/server/pipeline/plan.ts";
import type { Runtime } from "../../packages/servery/src/lib/server/runtime.ts";
import { openShop, toGuardedShop } from "../subjects/servery/contract.ts";
import { guardedSettings, openSettings } from "../subjects/servery/service.ts";

/** What a service is bound to here. */
export const runtime: Runtime = {
  platform: nodePlatform,
  defaults: () => ({ mode: "production", database: ":temporary:" }),
  readMigrations,
  toFetch: () => () => Promise.reject(new Error("Nothing is fetched here.")),
};

/** Opens the shop's engine on a database, as `createService` does; with accounts where callers sign in. */
export function openEngine(
  database: string,
  callers: "anonymous" | "signed-in",
  egress = createEgress({ scan: false }),
): Promise<Engine> {
  return callers === "anonymous"
    ? open(openShop, { ...openSettings, database, egress })
    : open(toGuardedShop("10000000/minute"), { ...guardedSettings, database, egress });
}

async function open(
  contract: Contract,
  options: (typeof openSettings | typeof guardedSettings) & {
    readonly database: string;
    readonly egress: Egress;
  },
): Promise<Engine> {
  const { platform } = runtime;
  const { log } = platform;
  const { mode, handlers, rate, egress } = options;
  const settings = "identity" in options ? options.identity : undefined;
  const identity = createIdentity({ contract, platform, mode, log, port: 0, settings });
  const all = collectHandlers(contract, handlers, ({ builtIn }) =>
    builtIn?.kind === "identity"
      ? (identity?.handler(builtIn.name) as UntypedHandler | undefined)
      : undefined,
  );
  const engine = createEngine(contract, all, platform, {
    mode,
    log,
    plainLog: log,
    rate,
    identity,
    limits: undefined,
    cors: undefined,
    security: undefined,
    trustedProxies: undefined,
    audit: undefined,
    captcha: undefined,
    live: undefined,
    securityEvents: createSecurityEvents({ log, clock: platform }),
    egress,
  });
  const systemTables = identity?.systemTables ?? [];
  const tables = { ...options.tables, ...identity?.tables };
  const data = await openData(runtime, contract, { ...options, log, tables, systemTables });
  engine.data = data;
  engine.live = openLive({ commits: data!.commits, platform, log, settings: engine.liveSettings });
  engine.securityEvents.open(data!);
  await identity?.open(data!, engine);
  engine.state.phase = "open";
  return engine;
}
