import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";

import { sqlite } from "servery/node";
import { afterAll, beforeAll, expect, it } from "vitest";

import { createShop } from "./fixtures/shop.ts";
import { createRandom, toSeed } from "./random.ts";
import { type Acknowledged, auditShop } from "./shop-books.ts";
import { makeOrder } from "./shop-client.ts";
import { makeShopFile, type ShopFile } from "./shop-file.ts";
import { commitsBefore, parseLog, type WriteAheadLog } from "./write-ahead-log.ts";

const tears = Number(process.env["SERVERY_TEARS"] ?? 500);
const random = createRandom(toSeed());
const count = 60;
const products = ["p1", "p2", "p3", "p4"];

/** A database with its log, as they lie on the disk after `count` orders, each with a commit of its own. */
interface Specimen {
  readonly log: Buffer;
  readonly parsed: WriteAheadLog;
  /** In the order of their commits. */
  readonly placed: readonly Acknowledged[];
}

let shop: ShopFile;
let specimen: Specimen;
/** The file that is torn, opened and made anew. */
let copy: string;
beforeAll(async () => {
  shop = await makeShopFile(Object.fromEntries(products.map((id) => [id, 1_000_000])));
  specimen = await makeSpecimen();
  copy = join(shop.folder, "copy.db");
});
afterAll(() => shop.remove());

it("is torn in a log that holds every commit", () => {
  const commits = specimen.parsed.frames.filter(({ isCommit }) => isCommit).length;
  expect(commits).toBeGreaterThanOrEqual(count);
  // Commits of several frames, for a tear to fall into.
  expect(specimen.parsed.frames.length).toBeGreaterThan(4 * count);
});

it(
  `opens a log torn at ${tears} places to exactly the commits before the tear (seed ${random.seed})`,
  { timeout: 30_000 + tears * 100 },
  async () => {
    const kept = new Set<number>();
    for (let index = 0; index < tears; index++) {
      const tear = makeTear(index);
      const expected = ordersBefore(tear.offset);
      kept.add(expected);
      writeFileSync(`${copy}-wal`, tear.log);
      copyFileSync(join(shop.folder, "specimen.db"), copy);
      const where = `${tear.kind} at byte ${tear.offset}`;
      expect(openAndRead(), where).toEqual(specimen.placed.slice(0, expected).map(({ id }) => id));
      expect(auditShop(copy, specimen.placed.slice(0, expected)), where).toEqual([]);
      // A service refuses work while its event loop runs late.
      await setImmediate();
      if (index % 50 === 0) await expectToSellOn(expected);
    }
    // From none to all but one, every number of commits was left by some tear.
    if (tears > specimen.parsed.frames.length) expect(kept.size).toBe(count);
  },
);

async function makeSpecimen(): Promise<Specimen> {
  const service = createShop(shop.file);
  const placed: Acknowledged[] = [];
  await service.ready();
  for (let index = 0; index < count; index++) {
    const order = makeOrder(random, products);
    const { reference, lines, key: idempotencyKey } = order;
    const answer = await service.call("orders.place", { reference, lines }, { idempotencyKey });
    placed.push({ order, id: (answer as { id: string }).id });
  }
  copyFileSync(shop.file, join(shop.folder, "specimen.db"));
  const log = readFileSync(`${shop.file}-wal`);
  await service.close();
  return { log, parsed: parseLog(log), placed };
}

interface Tear {
  readonly kind: string;
  /** The first byte that is not as it was. */
  readonly offset: number;
  readonly log: Buffer;
}

/** Goes through every frame again and again, each time at another byte of it and in another way. */
function makeTear(index: number): Tear {
  const { frames, frameLength, headerLength } = specimen.parsed;
  const place = index % (frames.length + 1);
  const offset =
    place === frames.length
      ? random.below(headerLength)
      : frames[place]!.offset + (index % 3 === 0 ? 0 : random.below(frameLength));
  const kind = (["cut off", "overwritten", "zeroed", "never written"] as const)[random.below(4)]!;
  return { kind, offset, log: damage[kind](Buffer.from(specimen.log), offset) };
}

/** What becomes of a log when the power fails, or the disk does. All change the byte at the offset. */
const damage = {
  "cut off": (log: Buffer, offset: number) => log.subarray(0, offset),
  overwritten: (log: Buffer, offset: number) => {
    const end = Math.min(log.length, offset + 1 + random.below(16));
    for (let at = offset; at < end; at++) log[at] = log[at]! ^ (1 + random.below(255));
    return log;
  },
  // A sector that was not written, with all that follows it in place. It may be zero already.
  zeroed: (log: Buffer, offset: number) => {
    const byte = log[offset]!;
    log.fill(0, offset, Math.min(log.length, offset + 512));
    if (byte === 0) log[offset] = 1;
    return log;
  },
  "never written": (log: Buffer, offset: number) => {
    const byte = log[offset]!;
    for (let at = offset; at < log.length; at++) log[at] = random.below(256);
    if (log[offset] === byte) log[offset] = byte ^ 1;
    return log;
  },
} as const satisfies Readonly<Record<string, (log: Buffer, offset: number) => Buffer>>;

/** Commits that are older than the orders, such as the migration's, are whole from the start. */
function ordersBefore(offset: number): number {
  const all = specimen.parsed.frames.filter(({ isCommit }) => isCommit).length;
  return Math.max(0, commitsBefore(specimen.parsed, offset) - (all - count));
}

/** Lets Servery recover the copy, and answers the orders that it finds, oldest first. */
function openAndRead(): unknown[] {
  const connection = sqlite(copy).openWriter();
  try {
    // What is recovered is looked at and thrown away: no need to wait for the disk when it is closed.
    connection.exec("PRAGMA synchronous = OFF");
    return connection
      .prepare("SELECT id FROM orders ORDER BY rowid")
      .all([])
      .map(({ id }) => id);
  } finally {
    connection.close();
  }
}

async function expectToSellOn(orders: number): Promise<void> {
  const service = createShop(copy);
  const { reference, lines, key: idempotencyKey } = makeOrder(random, products);
  await service.call("orders.place", { reference, lines }, { idempotencyKey });
  await service.close();
  expect(openAndRead()).toHaveLength(orders + 1);
  expect(auditShop(copy, [])).toEqual([]);
}
