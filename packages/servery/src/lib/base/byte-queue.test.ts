import { array, assert, constantFrom, integer, property, string } from "fast-check";
import { expect, test } from "vitest";

import { createByteQueue } from "./byte-queue.ts";

const decoder = new TextDecoder("utf-8", { fatal: true });

function takeAll(queue: ReturnType<typeof createByteQueue>): Uint8Array[] {
  const steps: Uint8Array[] = [];
  for (let step = queue.take(); step !== undefined; step = queue.take()) steps.push(step);
  return steps;
}

test("gives out what was put in, in its order, in steps, and counts what waits", () => {
  const unit = constantFrom("a", "ä", "\u{20ac}", "\u{1F600}");
  const texts = array(string({ unit, maxLength: 30 }));
  assert(
    property(texts, integer({ min: 1, max: 40 }), (given, stepBytes) => {
      const queue = createByteQueue(stepBytes);
      for (const text of given) queue.add(text);
      const bytes = Buffer.from(given.join(""));
      expect(queue.size).toBe(bytes.byteLength);
      const steps = takeAll(queue);
      expect(Buffer.concat(steps).equals(bytes)).toBe(true);
      const isStep = ({ byteLength }: Uint8Array) => byteLength > 0 && byteLength <= stepBytes;
      expect(steps.every(isStep)).toBe(true);
      expect(queue.size).toBe(0);
    }),
  );
});

test("gives out small texts together, and a large one in pieces", () => {
  const queue = createByteQueue(4);
  for (const text of ["a", "b", "cd", "e", "123456789"]) queue.add(text);
  expect(takeAll(queue).map((bytes) => decoder.decode(bytes))).toEqual([
    "abcd",
    "e",
    "1234",
    "5678",
    "9",
  ]);
});

test("forgets all when it is cleared", () => {
  const queue = createByteQueue(4);
  queue.add("12345");
  queue.take();
  queue.clear();
  expect([queue.size, queue.take()]).toEqual([0, undefined]);
});
