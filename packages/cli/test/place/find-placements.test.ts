import { describe, expect, test } from "vitest";

import { misplacedCases } from "./misplaced-cases.ts";
import { placementsOf, saidOf } from "./placement-case.ts";
import { wellPlacedCases } from "./well-placed-cases.ts";

describe("calls that belong elsewhere", () => {
  test.each(misplacedCases)("$is", (each) => {
    expect(saidOf(placementsOf(each))).toEqual(each.said);
  });
});

describe("calls that are where they should be", () => {
  test.each(wellPlacedCases)("$is", (each) => {
    expect(saidOf(placementsOf(each))).toEqual(each.said);
  });
});
