import { describe, expect, test } from "vitest";

import { anonymous } from "../handling/principal.ts";
import { toLimits } from "./limits.ts";
import { ada } from "./live/live.fixture.ts";
import { createWatchBudget } from "./watch-budget.ts";

const own = { principal: ada, address: "10.0.0.1" };
const stranger = { principal: anonymous, address: "10.0.0.1" };
const inside = { principal: anonymous, address: undefined };

const open = (limits: Parameters<typeof toLimits>[0]) => createWatchBudget(toLimits(limits));

describe("the budget of watches", () => {
  test("counts inputs and results of a caller, and gives back what is left", () => {
    const budget = open({ liveBytesPerCaller: 10_000 });
    const first = budget.enter(own, 1000, 0);
    first.hold(6000);
    expect(() => budget.enter(own, 2000, 0)).toThrow("one caller");
    first.hold(100);
    const second = budget.enter(own, 2000, 0);
    second.hold(6000);
    expect(() => budget.enter(own, 0, 0)).toThrow("one caller");
    first.leave();
    first.leave();
    first.hold(9000);
    expect(() => budget.enter(own, 0, 0)).not.toThrow();
  });

  test("keeps users, addresses and calls of this process apart", () => {
    const budget = open({ liveBytesPerCaller: 2000 });
    for (const caller of [own, stranger]) {
      budget.enter(caller, 500, 0);
      expect(() => budget.enter(caller, 500, 0)).toThrow("one caller");
    }
    for (let time = 0; time < 3; time++) expect(() => budget.enter(inside, 500, 0)).not.toThrow();
  });

  test("counts the inputs of all, and each result once", () => {
    const budget = open({ liveBytes: 10_000 });
    const first = budget.enter(inside, 4000, 0);
    expect(() => budget.enter(own, 0, 4500)).toThrow("nothing more has room");
    first.leave();
    expect(() => budget.enter(own, 0, 4500)).not.toThrow();
    expect(() => budget.enter(own, 0, 9500)).toThrow("nothing more has room");
  });
});
