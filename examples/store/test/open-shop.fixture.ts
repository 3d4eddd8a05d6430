import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { type Client, createClient } from "servery/client";
import { type Service, type ServiceSettings, silentLog } from "servery/server";

import { store } from "../contract.ts";
import shop from "../service.ts";
import { seed } from "../service/seed/seed.ts";

type StoreTree = (typeof store)["operations"];

/** A shop of its own, with fresh shelves. */
export interface OpenShop {
  readonly service: Service<StoreTree>;
  /** Calls the service in this process. */
  readonly client: Client<StoreTree>;
  /** The same with other headers. */
  clientWith(headers: Readonly<Record<string, string>>): Client<StoreTree>;
  readonly database: string;
  /** What somebody else does to the same database. */
  tamper(sql: string): void;
  /** Asks the database itself. */
  ask(sql: string): Record<string, unknown>[];
  close(): Promise<void>;
}

export async function openShop(settings: ServiceSettings = {}): Promise<OpenShop> {
  const directory = mkdtempSync(join(tmpdir(), "servery-store-"));
  const database = join(directory, "store.db");
  await seed({ ...settings, database });
  const service = shop.with({ database, log: silentLog, ...settings });
  await service.ready();
  const open = <T>(use: (connection: DatabaseSync) => T): T => {
    const connection = new DatabaseSync(database);
    try {
      connection.exec("PRAGMA busy_timeout = 5000");
      return use(connection);
    } finally {
      connection.close();
    }
  };
  return {
    service,
    client: createClient(store, { link: service, retry: false }),
    clientWith: (headers) => createClient(store, { link: service, retry: false, headers }),
    database,
    tamper: (sql) => open((connection) => connection.exec(sql)),
    ask: (sql) => open((connection) => connection.prepare(sql).all()),
    async close() {
      await service.close();
      rmSync(directory, { recursive: true });
    },
  };
}

export const drawKey = (): string => randomBytes(32).toString("base64url");
export const customer = { name: "Clara Schumann", email: "clara@example.com" };
export const address = { street: "Inselstraße 18", postalCode: "04103", city: "Leipzig" };
