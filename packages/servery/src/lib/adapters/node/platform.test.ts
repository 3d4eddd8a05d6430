import { createHash } from "node:crypto";
import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { nodePlatform as platform } from "./platform.ts";

describe("Node's platform", () => {
  test("hashes text and bytes alike, as base64url", () => {
    const expected = createHash("sha256").update("äbc").digest("base64url");
    expect(platform.sha256("äbc")).toBe(expected);
    expect(platform.sha256(Buffer.from("äbc"))).toBe(expected);
    expect(expected).toHaveLength(43);
  });

  test("draws bytes that never come twice, in any length", () => {
    const drawn = Array.from({ length: 2000 }, () =>
      Buffer.from(platform.randomBytes(16)).toString("hex"),
    );
    expect(new Set(drawn).size).toBe(2000);
    for (const length of [0, 1, 8191, 8192, 8193, 100_000]) {
      const bytes = platform.randomBytes(length);
      expect(bytes).toHaveLength(length);
      if (length > 1000)
        expect(bytes.filter((byte) => byte === 0).length).toBeLessThan(length / 50);
    }
  });

  test("gives bytes that nobody else holds", () => {
    const first = platform.randomBytes(16);
    const kept = first.slice();
    platform.randomBytes(16).fill(7);
    expect(first).toEqual(kept);
    expect(new Uint8Array(first.buffer)).toHaveLength(16);
  });

  test.each([
    ["br", brotliDecompressSync],
    ["gzip", gunzipSync],
    ["zstd", zstdDecompressSync],
  ] as const)("compresses with %s to what can be read again", async (encoding, decompress) => {
    const body = Buffer.from("record ".repeat(500));
    const compressed = await platform.compress(body, encoding)!;
    expect(compressed.byteLength).toBeLessThan(body.byteLength / 5);
    expect(decompress(compressed)).toEqual(body);
  });

  test("defers to after what is already due, and schedules in the order of time", async () => {
    const order: string[] = [];
    const done = Promise.withResolvers<void>();
    platform.schedule(10, () => (order.push("scheduled"), done.resolve()));
    const cancel = platform.schedule(1, () => order.push("cancelled"));
    platform.defer(() => order.push("deferred"));
    await Promise.resolve(order.push("now"));
    cancel();
    // A scheduled task does not keep the process alive, so something else must.
    const alive = setInterval(() => {}, 1000);
    await done.promise;
    clearInterval(alive);
    expect(order).toEqual(["now", "deferred", "scheduled"]);
  });

  test("sees that the event loop was held up", async () => {
    expect(platform.eventLoopLag()).toBe(0);
    const block = () => {
      const until = performance.now() + 150;
      while (performance.now() < until);
    };
    let lag = 0;
    while (lag < 20) {
      block();
      await new Promise((resolve) => setTimeout(resolve, 1));
      lag = platform.eventLoopLag();
    }
    expect(lag).toBeGreaterThanOrEqual(20);
  });

  test("knows the time, and a time that only grows", () => {
    expect(Math.abs(platform.now() - Date.now())).toBeLessThan(1000);
    const before = platform.monotonic();
    expect(platform.monotonic()).toBeGreaterThanOrEqual(before);
  });
});
