import { expect, it } from "vitest";

import { median, ratio } from "./median.ts";

it("takes the middle value, or the mean of the two in the middle", () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
});

it("compares pairs, so that a disturbance of both leaves no trace", () => {
  // Twice as fast in each round, though the second round ran on half a machine.
  expect(ratio([200, 100, 200], [100, 50, 100])).toEqual({ median: 2, least: 2, most: 2 });
});
