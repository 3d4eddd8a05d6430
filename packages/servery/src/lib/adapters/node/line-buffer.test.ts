import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { bufferLines } from "./line-buffer.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function openBuffer() {
  const written: string[] = [];
  const before = process.listeners("exit");
  const buffer = bufferLines({
    write: (text) => written.push(text),
    flushSync: () => written.push("flushed"),
  });
  const onExit = process.listeners("exit").find((listener) => !before.includes(listener));
  process.off("exit", onExit!);
  return { buffer, written, exit: () => (onExit as () => void)() };
}

test("lines that come within some milliseconds become one write, in their order", () => {
  const { buffer, written } = openBuffer();
  buffer.write("a\n");
  vi.advanceTimersByTime(2);
  buffer.write("b\n");
  expect(written).toEqual([]);
  vi.advanceTimersByTime(3);
  expect(written).toEqual(["a\nb\n"]);
  buffer.write("c\n");
  vi.advanceTimersByTime(5);
  expect(written).toEqual(["a\nb\n", "c\n"]);
});

test("an idle buffer has no timer", () => {
  const { buffer } = openBuffer();
  expect(vi.getTimerCount()).toBe(0);
  buffer.write("a\n");
  vi.advanceTimersByTime(5);
  expect(vi.getTimerCount()).toBe(0);
});

test("what waits is written when the process ends", () => {
  const { buffer, written, exit } = openBuffer();
  buffer.write("last words\n");
  exit();
  expect(written).toEqual(["last words\n", "flushed"]);
});
