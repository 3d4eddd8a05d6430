import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { findStrace } from "../../../../tools/strace.ts";
import { presentOrSkip } from "../../../../tools/system-package.ts";
import { createRandom, toSeed } from "./random.ts";
import { judgeReplies, type TracedReply } from "./replies-and-syncs.ts";
import { makeOrder, placeOrder } from "./shop-client.ts";
import { makeShopFile, type ShopFile } from "./shop-file.ts";
import { startShop } from "./shop-process.ts";
import { readTrace, traceParameters } from "./system-call-trace.ts";

const strace = presentOrSkip("The traces of commits and replies", findStrace());
const random = createRandom(toSeed());

describe.skipIf(strace === undefined)("a traced service", () => {
  let shop: ShopFile;
  beforeEach(async () => {
    shop = await makeShopFile({ p1: 1_000_000, p2: 1_000_000 });
  });
  afterEach(() => shop.remove());

  it("syncs the log before it replies to one order after the other", async () => {
    const replies = await traceOrders({ clients: 1, each: 20 });
    expect(replies.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(replies).toHaveLength(20);
  });

  it("syncs the log before it replies to any of the orders that share a commit", async () => {
    const replies = await traceOrders({ clients: 32, each: 4 });
    expect(replies.filter(({ fault }) => fault !== undefined)).toEqual([]);
    expect(replies).toHaveLength(128);
  });

  it("is caught when it does not wait for the disk", async () => {
    const replies = await traceOrders({ clients: 4, each: 3, isUnsafe: true });
    expect(replies).toHaveLength(12);
    expect(replies.every(({ fault }) => fault === "was never synced")).toBe(true);
  });

  interface Load {
    readonly clients: number;
    readonly each: number;
    readonly isUnsafe?: boolean;
  }

  async function traceOrders({ clients, each, isUnsafe = false }: Load): Promise<TracedReply[]> {
    const output = join(shop.folder, "trace.txt");
    const under = [strace!, ...traceParameters(output)];
    const server = await startShop(shop.file, { under, isUnsafe });
    const references: string[] = [];
    const client = async () => {
      for (let count = 0; count < each; count++) {
        const order = makeOrder(random, ["p1", "p2"]);
        references.push(order.reference);
        expect(await placeOrder(server.url, order)).toMatchObject({ kind: "placed" });
      }
    };
    // Not ended in order: a checkpoint at the end would sync the log after all.
    await Promise.all(Array.from({ length: clients }, client)).finally(server.kill);
    return judgeReplies(readTrace(output), references);
  }
});
