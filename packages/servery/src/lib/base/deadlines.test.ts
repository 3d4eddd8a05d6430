import { expect, test } from "vitest";
import { createDeadlines } from "./deadlines.ts";

function fakeClock() {
  let now = 0;
  let timers: { at: number; task: () => void }[] = [];
  return {
    monotonic: () => now,
    schedule(milliseconds: number, task: () => void) {
      const timer = { at: now + milliseconds, task };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    advance(to: number) {
      for (;;) {
        const due = timers.filter(({ at }) => at <= to).toSorted((a, b) => a.at - b.at)[0];
        if (due === undefined) break;
        timers = timers.filter((timer) => timer !== due);
        now = due.at;
        due.task();
      }
      now = to;
    },
    timers: () => timers.length,
  };
}

test("each deadline expires at its time, once, unless removed", () => {
  const clock = fakeClock();
  const deadlines = createDeadlines(clock);
  const expired: string[] = [];
  deadlines.add(100, () => expired.push("late"));
  deadlines.add(10, () => expired.push("early"));
  const remove = deadlines.add(50, () => expired.push("removed"));
  remove();
  expect(clock.timers()).toBe(1);
  clock.advance(9);
  expect(expired).toEqual([]);
  clock.advance(10);
  expect(expired).toEqual(["early"]);
  clock.advance(1000);
  expect(expired).toEqual(["early", "late"]);
  expect(clock.timers()).toBe(0);
});

test("a thousand deadlines use one timer", () => {
  const clock = fakeClock();
  const deadlines = createDeadlines(clock);
  let expired = 0;
  for (let index = 0; index < 1000; index++) deadlines.add(10 + index, () => expired++);
  expect(clock.timers()).toBe(1);
  clock.advance(2000);
  expect(expired).toBe(1000);
});
