import { admin } from "../../../examples/store/contract/access.ts";
import shop from "../../../examples/store/service.ts";
import { identityAt } from "../../../examples/store/service/identity.ts";
import { seed } from "../../../examples/store/service/seed/seed.ts";
import { silentLog } from "../../../packages/servery/src/lib/ports/log.ts";
import { createParts } from "../../../packages/servery/src/lib/server/create-parts.ts";
import type { AnyData } from "../../../packages/servery/src/lib/server/data/any-data.ts";
import type { ReadSet } from "../../../packages/servery/src/lib/server/data/reads/read-set.ts";
import type { WriteSet } from "../../../packages/servery/src/lib/server/data/writes/write-set.ts";
import {
  anonymous,
  type Principal,
} from "../../../packages/servery/src/lib/server/handling/principal.ts";
import { createRunRecord } from "../../../packages/servery/src/lib/server/live/run-record.ts";
import { type Call, createCall } from "../../../packages/servery/src/lib/server/pipeline/call.ts";
import { toExchange } from "../../../packages/servery/src/lib/server/pipeline/call-in-process.ts";
import { toRawInput } from "../../../packages/servery/src/lib/server/pipeline/call-inside.ts";
import { validateInput } from "../../../packages/servery/src/lib/server/pipeline/decode.ts";
import { execute } from "../../../packages/servery/src/lib/server/pipeline/execute.ts";
import { toLiveQuery } from "../../../packages/servery/src/lib/server/pipeline/live-query.ts";
import type { Plan } from "../../../packages/servery/src/lib/server/pipeline/plan.ts";
import { runtime } from "../../stages/open-engine.ts";

/** A call of the store, and by whom: nobody in particular, a customer, or one who runs it. */
export interface StoreCall {
  readonly operation: string;
  readonly input: unknown;
  /** The account's address. Default: a guest. */
  readonly by?: string;
}

/** The example's store, opened from its sources: so that it can be seen what its queries read. */
export interface OpenStore {
  /** Runs a query: its answer as JSON, and what that rests on. */
  read(call: StoreCall): Promise<{ readonly text: string; readonly reads: ReadSet }>;
  /** Runs a mutation, and answers its output. */
  write(call: StoreCall): Promise<unknown>;
  /** Tells of each commit from now on, row by row. */
  onCommit(listener: (writes: WriteSet) => void): void;
  close(): Promise<void>;
}

export const manager = "nadia@example.com";
export const customers = Array.from({ length: 20 }, (_, index) => `customer${index}@example.com`);

export async function openStore(folder: string): Promise<OpenStore> {
  const settings = {
    database: `${folder}/store.db`,
    mode: "production",
    migrations: new URL("../../../examples/store/migrations", import.meta.url).pathname,
    pendingMigrations: "apply",
    identity: identityAt("http://localhost:4000"),
    log: silentLog,
  } as const;
  await seed(settings);
  await makeAccounts(settings);
  const { contract, handlers, tables } = shop;
  const options = { ...settings, tables, handlers } as Parameters<typeof createParts>[2];
  const { engine, opening } = createParts(runtime, contract, options, undefined);
  await opening.open();
  const data = engine.data as AnyData;
  for (const { name } of Object.values(tables)) data.commits.follow(name);

  const principalOf = (by: string | undefined): Principal =>
    by === undefined ? anonymous : engine.identity!.principalOf!(by)!;
  const begin = async ({ operation, input, by }: StoreCall) => {
    const plan = engine.plans.get(operation)!;
    const call: Call = createCall(toExchange(plan, {}), engine.nextRequestId(), 0, undefined);
    call.plan = plan;
    call.principal = principalOf(by);
    return {
      plan,
      call,
      valid: await validateInput(engine, call, plan, toRawInput(plan, input), []),
    };
  };
  return {
    async read(wanted) {
      const { plan, call, valid } = await begin(wanted);
      const record = createRunRecord();
      const text = await toLiveQuery(engine, call, plan as Plan, () => valid).run(record);
      return { text, reads: record.conclude().reads };
    },
    async write(wanted) {
      const { plan, call, valid } = await begin(wanted);
      return execute(engine, call, plan, valid);
    },
    onCommit: (listener) => void data.commits.onCommit(({ writes }) => listener(writes)),
    close: opening.close,
  };
}

async function makeAccounts(settings: Parameters<typeof shop.with>[0]): Promise<void> {
  const service = shop.with(settings);
  const password = "violet harbour lantern 7";
  for (const email of [manager, ...customers]) {
    const { id } = await service.accounts.create({ email, password, name: email.split("@")[0]! });
    if (email === manager) await service.accounts.grant(id, admin);
  }
  await service.close();
}
