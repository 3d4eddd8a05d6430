import { expect, test } from "vitest";

import { createTurns } from "./live.fixture.ts";
import { createSlices } from "./slices.ts";

function createWorkers(count: number, portions: number, work: (name: number) => void) {
  return Array.from({ length: count }, (_, name) => {
    let left = portions;
    return {
      work() {
        work(name);
        return --left > 0;
      },
      failed() {},
    };
  });
}

test("gives everyone a turn before anyone has a second", async () => {
  const turns = createTurns();
  const slices = createSlices(turns);
  const done: number[] = [];
  for (const worker of createWorkers(3, 2, (name) => done.push(name))) slices.add(worker);
  expect(done).toEqual([]);
  await turns.settle();
  expect(done).toEqual([0, 1, 2, 0, 1, 2]);
});

test("lets the event loop turn after a number of workers, however fast they are", async () => {
  const turns = createTurns();
  const slices = createSlices(turns);
  let done = 0;
  for (const worker of createWorkers(100, 1, () => done++)) slices.add(worker);
  const steps: number[] = [];
  for (let turn = 0; turn < 4; turn++) {
    await turns.turn();
    steps.push(done);
  }
  expect(steps).toEqual([32, 64, 96, 100]);
  expect(await turns.settle()).toBe(0);
});

test("lets the event loop turn after some time, however few have worked", async () => {
  const turns = createTurns();
  const slices = createSlices(turns);
  let done = 0;
  const worker = () => {
    done++;
    turns.work(3);
  };
  for (const each of createWorkers(5, 1, worker)) slices.add(each);
  await turns.turn();
  expect(done).toBe(2);
  await turns.settle();
  expect(done).toBe(5);
});

test("has a worker in the line once, however often it is added", async () => {
  const turns = createTurns();
  const slices = createSlices(turns);
  let done = 0;
  const worker = { work: () => ++done < 0, failed() {} };
  slices.add(worker);
  slices.add(worker);
  await turns.settle();
  slices.add(worker);
  await turns.settle();
  expect(done).toBe(2);
});

test("lets nobody suffer from what another's work throws", async () => {
  const turns = createTurns();
  const slices = createSlices(turns);
  const failure = new Error("broken");
  const failures: unknown[] = [];
  let done = 0;
  slices.add({
    work() {
      throw failure;
    },
    failed: (error) => void failures.push(error),
  });
  for (const worker of createWorkers(1, 2, () => done++)) slices.add(worker);
  await turns.settle();
  expect([failures, done]).toEqual([[failure], 2]);
});
