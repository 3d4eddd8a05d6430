import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { serve, type Served } from "servery/node";
import { silentLog } from "servery/server";

import type { Link } from "../../../src/lib/ports/link.ts";
import type { Random } from "../../durability/random.ts";
import { startShop } from "../../durability/shop-process.ts";
import type { History } from "./history.ts";
import { toMarksOf } from "./ledger-query.ts";
import { accountCount, balanceSum, createLedger, outsideList } from "./ledger-service.ts";
import { startTornProxy, type TornProxy } from "./torn-proxy.ts";

/** Two services on one file, and what can happen to them. */
export interface LedgerWorld {
  /** A service in a process of its own. */
  readonly far: TornProxy;
  /** One in this process. */
  readonly near: TornProxy;
  /** The same, without a wire, whichever it is now. */
  readonly link: Link;
  /** Users who can sign in, by id. */
  readonly users: readonly { readonly id: string; readonly email: string }[];
  /** Ends the far service without a chance to finish anything, and starts it anew. */
  killFar(): Promise<void>;
  endFar(): Promise<void>;
  /** Closes the near service and opens it anew; its watches without a wire are gone. */
  reopenNear(): Promise<void>;
  /** Writes to the file by SQLite alone. */
  writeOutside(): void;
  /** What there is, as SQLite alone reads it. */
  truth(): History["truth"];
  close(): Promise<void>;
}

export const password = "violet harbour lantern 7";
const entry = new URL("serve-ledger.ts", import.meta.url).pathname;

/** Opens the two services, each behind a proxy that tears. */
export async function openLedgerWorld(
  random: Random,
  open: typeof createLedger = createLedger,
): Promise<LedgerWorld> {
  const folder = mkdtempSync(join(tmpdir(), "servery-ledger-"));
  const file = join(folder, "ledger.db");
  const [far, near] = await Promise.all([startTornProxy(random), startTornProxy(random)]);
  let service = await openSeeded(file, open);
  const users: { id: string; email: string }[] = [];
  for (const name of ["ada", "bob"]) {
    const email = `${name}@ledger.example`;
    users.push({ email, ...(await service.accounts.create({ email, password })) });
  }
  let served = await serveQuietly(service);
  const startFar = () => startShop(file, { entry });
  let process = await startFar();
  let written = 0;

  function lead(): void {
    near.target = Number(new URL(served.url).port);
    far.target = process.port;
  }
  async function restartFar(end: "kill" | "end"): Promise<void> {
    if (end === "kill") far.target = undefined;
    await process[end]();
    process = await startFar();
    lead();
  }
  function withFile<T>(work: (database: DatabaseSync) => T): T {
    using database = new DatabaseSync(file, { timeout: 5000 });
    return work(database);
  }

  lead();
  return {
    far,
    near,
    users,
    link: {
      call: (...given) => service.call(...given),
      watch: (...given) => service.watch(...given),
    },
    killFar: () => restartFar("kill"),
    endFar: () => restartFar("end"),
    async reopenNear() {
      await served.close();
      service = open({ database: file });
      served = await serveQuietly(service);
      lead();
    },
    writeOutside() {
      const item = `outside ${++written}`;
      withFile((database) => {
        database.exec("BEGIN IMMEDIATE");
        database.prepare("INSERT INTO entries (list, item) VALUES (?, ?)").run(outsideList, item);
        database.exec("UPDATE accounts SET balance = balance - 1 WHERE id = 1 AND balance > 0");
        database.exec(
          `UPDATE accounts SET balance = ${balanceSum} - (SELECT sum(balance) FROM accounts WHERE id <> 2) WHERE id = 2`,
        );
        database.exec("COMMIT");
      });
    },
    truth: () => withFile(readTruth),
    async close() {
      await Promise.all([process.kill(), served.close(), far.close(), near.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function serveQuietly(service: ReturnType<typeof createLedger>): Promise<Served> {
  const quiet = { log: silentLog, signals: false, shutdown: { deadline: 500 } };
  return serve(service, { port: 0, ...quiet });
}

async function openSeeded(file: string, open: typeof createLedger) {
  const service = open({ database: file });
  await service.write(async (db) => {
    await db.insertInto("counters").values({ id: "all", counted: 0 }).execute();
    const balance = balanceSum / accountCount;
    const accounts = Array.from({ length: accountCount }, (_, index) => ({
      id: index + 1,
      balance,
    }));
    await db.insertInto("accounts").values(accounts).execute();
  });
  return service;
}

function readTruth(database: DatabaseSync): History["truth"] {
  const all = (sql: string) => database.prepare(sql).all() as Record<string, string>[];
  const lists: Record<string, string[]> = {};
  for (const { list = "", item = "" } of all("SELECT list, item FROM entries ORDER BY id"))
    (lists[list] ??= []).push(item);
  for (const { userId = "", item = "" } of all("SELECT userId, item FROM marks ORDER BY id"))
    (lists[toMarksOf(userId)] ??= []).push(item);
  const counted = Number(all("SELECT counted FROM counters")[0]!["counted"]);
  const balances = all("SELECT balance FROM accounts ORDER BY id").map(({ balance }) =>
    Number(balance),
  );
  const entries = Object.entries(lists).reduce(
    (sum, [list, items]) =>
      list === outsideList || list.startsWith("marks") ? sum : sum + items.length,
    0,
  );
  return { lists, books: { balances, entries, counted } };
}
