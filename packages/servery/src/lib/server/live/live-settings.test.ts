import { expect, test } from "vitest";
import { type LiveSettings, toLiveSettings } from "./live-settings.ts";

test("what is not given has its default, by the mode", () => {
  expect(toLiveSettings("dev").auditEvery).toBe(1);
  expect(toLiveSettings("production")).toMatchObject({ auditEvery: 1000, maxAgeMs: 60_000 });
  expect(toLiveSettings("dev", { auditEvery: 0, cacheBytes: 0 })).toMatchObject({
    auditEvery: 0,
    cacheBytes: 0,
    clockAgeMs: 1000,
  });
});

test.each<[Record<string, unknown>, RegExp]>([
  [{ lookAroundMs: 0 }, /lookAroundMs must be between 1 and 2147483647, not 0/],
  [{ lookAroundMs: Number.POSITIVE_INFINITY }, /not Infinity/],
  [{ maxAgeMs: Number.NaN, cacheBytes: -1 }, /maxAgeMs .*; cacheBytes/],
  [{ maxAgeMs: undefined }, /not undefined/],
  [{ maxAge: 1 }, /no setting "maxAge"/],
])("%o is refused", (given, why) => {
  expect(() => toLiveSettings("dev", given as Partial<LiveSettings>)).toThrow(why);
});
