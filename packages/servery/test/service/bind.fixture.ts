import type { Contract, OperationTree } from "servery";
import { nodePlatform } from "servery/node";
import type { NoTables, Service, ServiceOptions, Tables } from "servery/server";
import { onTestFinished } from "vitest";

import { toFetch } from "../../src/lib/adapters/fetch/to-fetch.ts";
import type { Platform } from "../../src/lib/ports/platform.ts";
import type { Identity } from "../../src/lib/server/identity/identity.ts";
import { createServiceOn } from "../../src/lib/server/service.ts";
import { createManualClock, createMemoryLog } from "../data/fixture.ts";

/** A service on Node, with a clock that stands still and a log that is kept. Closed with the test. */
export function bindService<Tree extends OperationTree, T extends Tables = NoTables>(
  contract: Contract<Tree>,
  options: ServiceOptions<Tree, T>,
  platform: Partial<Platform> = {},
  identity?: Identity,
) {
  const clock = createManualClock();
  const log = createMemoryLog();
  const runtime = {
    platform: { ...nodePlatform, ...clock, eventLoopLag: () => 0, ...platform },
    defaults: () => ({ mode: "production" as const, database: ":temporary:" }),
    readMigrations: () => Promise.resolve([]),
    toFetch,
  };
  const service = createServiceOn(runtime, contract, { log, ...options }, identity);
  onTestFinished(() => service.close());
  return { service, clock, log };
}

/** Asks a service over its web handler. */
export async function ask(
  service: Pick<Service, "fetch">,
  path: string,
  init: RequestInit & { readonly json?: unknown } = {},
) {
  const { json, ...rest } = init;
  const body =
    json === undefined
      ? {}
      : {
          method: "POST",
          body: JSON.stringify(json),
          headers: { "content-type": "application/json" },
        };
  const response = await service.fetch(
    new Request(`http://service.example${path}`, { ...body, ...rest }),
  );
  const text = await response.text();
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    json: text === "" ? undefined : (JSON.parse(text) as Record<string, unknown>),
  };
}
