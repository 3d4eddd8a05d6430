import { expect, test } from "vitest";
import { createRerunQueue } from "./rerun-queue.ts";
import { createTurnShare } from "./turn-share.ts";

/** A platform whose turns a test begins, and whose time is the work that was done. */
function createTurns() {
  let now = 0;
  let deferred: (() => void)[] = [];
  return {
    defer: (task: () => void) => void deferred.push(task),
    monotonic: () => now,
    work: (milliseconds: number) => void (now += milliseconds),
    get waiting() {
      return deferred.length;
    },
    /** Runs one turn, and all that its promises lead to. Answers how long it took. */
    async turn(): Promise<number> {
      const tasks = deferred;
      deferred = [];
      const before = now;
      for (const task of tasks) task();
      await new Promise((resolve) => void setImmediate(resolve));
      return now - before;
    },
  };
}

test("runs begin in the turn after they were asked for, in their order, each once", async () => {
  const turns = createTurns();
  const ran: string[] = [];
  const queue = createRerunQueue<string>(createTurnShare(turns), 8, async (item) => {
    ran.push(item);
  });
  for (const item of ["b", "a", "b", "c"]) queue.add(item);
  queue.delete("c");
  expect(ran).toEqual([]);
  await turns.turn();
  expect(ran).toEqual(["b", "a"]);
  expect(queue.size).toBe(0);
  expect(turns.waiting).toBe(0);
});

test("many short runs are spread over turns, of which none is held up for long", async () => {
  const turns = createTurns();
  let ran = 0;
  const queue = createRerunQueue<number>(createTurnShare(turns), 8, async () => {
    turns.work(0.5);
    ran++;
  });
  for (let item = 0; item < 1000; item++) queue.add(item);
  let longest = 0;
  let count = 0;
  for (; queue.size > 0; count++) longest = Math.max(longest, await turns.turn());
  expect(ran).toBe(1000);
  expect(longest).toBeLessThan(10);
  expect(count).toBeGreaterThan(50);
});

test("a few long runs go on at once, and nothing spins until one of them ends", async () => {
  const turns = createTurns();
  const ends: (() => void)[] = [];
  const queue = createRerunQueue<number>(
    createTurnShare(turns),
    2,
    () => new Promise((resolve) => void ends.push(resolve)),
  );
  for (let item = 0; item < 5; item++) queue.add(item);
  await turns.turn();
  expect([ends.length, queue.size]).toEqual([2, 5]);
  expect(turns.waiting).toBe(0);
  ends[0]!();
  await turns.turn();
  await turns.turn();
  expect([ends.length, queue.size]).toEqual([3, 4]);
});

test("queues that share their turns do not hold one up longer together", async () => {
  const turns = createTurns();
  const share = createTurnShare(turns);
  const queues = Array.from({ length: 4 }, () =>
    createRerunQueue<number>(share, 8, async () => turns.work(1)),
  );
  for (const queue of queues) for (let item = 0; item < 50; item++) queue.add(item);
  let longest = 0;
  while (queues.some(({ size }) => size > 0)) longest = Math.max(longest, await turns.turn());
  expect(longest).toBeLessThan(20);
});

test("nothing begins once it is closed", async () => {
  const turns = createTurns();
  const ran: number[] = [];
  const queue = createRerunQueue<number>(createTurnShare(turns), 8, async (item) => {
    ran.push(item);
  });
  queue.add(1);
  queue.close();
  queue.add(2);
  await turns.turn();
  expect(ran).toEqual([]);
});
