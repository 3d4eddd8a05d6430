import { expect, test } from "vitest";
import { createLateStates } from "./late-states.ts";

test("the oldest state counts until it is removed as often as it was added", () => {
  const late = createLateStates();
  expect(late.oldest).toBeUndefined();
  for (const count of [7, 5, 5, 9, undefined]) late.add(count);
  expect(late.oldest).toBe(5);
  late.remove(5);
  expect(late.oldest).toBe(5);
  late.remove(5);
  expect(late.oldest).toBe(7);
  late.remove(undefined);
  late.remove(9);
  late.remove(7);
  expect(late.oldest).toBeUndefined();
});
