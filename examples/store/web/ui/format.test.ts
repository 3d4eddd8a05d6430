import { expect, test } from "vitest";

import { toDuration, toPlayingTime } from "./duration.ts";
import { toMoney, toPercent } from "./money.ts";

test.each([
  [284_107, "4:44"],
  [59_600, "1:00"],
  [3_850_000, "1:04:10"],
])("a track of %d ms lasts %s", (milliseconds, expected) => {
  expect(toDuration(milliseconds)).toBe(expected);
});

test.each([
  [20_000, "1 minute"],
  [3_060_000, "51 minutes"],
  [52_800_000, "14 h 40 min"],
])("%d ms are %s", (milliseconds, expected) => {
  expect(toPlayingTime(milliseconds)).toBe(expected);
});

test.each([
  [1920, "EUR", "€19.20"],
  [555_000, "INR", "₹5,550.00"],
  [0, "GBP", "£0.00"],
])("%d cents of %s are %s", (cents, currency, expected) => {
  expect(toMoney(cents, currency)).toBe(expected);
});

test("basis points are per cent", () => {
  expect(toPercent(1500)).toBe("15%");
  expect(toPercent(725)).toBe("7.25%");
});
