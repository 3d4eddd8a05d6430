import { expect, test } from "vitest";
import { createBoundedMap } from "./bounded-map.ts";

test("keeps what is used and forgets what is not, within its bound", () => {
  const map = createBoundedMap<number, string>(100);
  map.set(0, "used");
  for (let key = 1; key <= 1000; key++) {
    map.set(key, "once");
    expect(map.get(0)).toBe("used");
    expect(map.size).toBeLessThanOrEqual(100);
  }
  expect(map.get(1)).toBeUndefined();
  expect(map.get(1000)).toBe("once");
});

test("a value set again replaces the older one", () => {
  const map = createBoundedMap<string, number>(4);
  map.set("a", 1);
  map.set("b", 1);
  map.set("a", 2);
  expect(map.get("a")).toBe(2);
});
