import { describe, expect, test } from "vitest";
import { deletes, inserts, reads, region, updates, writes } from "../../../../test/live/regions.ts";
import { describeTouch, isTouched, isTouchedBy } from "./region-match.ts";

const bob = { id: 1, owner: "bob", age: 40 };

describe("a change touches a region", () => {
  test.each([
    ["when a row is inserted that meets all conditions", inserts("people", bob), true],
    ["when a row is deleted that met them", deletes("people", bob), true],
    ["not when a row is another's", inserts("people", { ...bob, owner: "ada" }), false],
    ["not when a row is out of its range", inserts("people", { ...bob, age: 65 }), false],
    ["not when a value is NULL", inserts("people", { ...bob, age: null }), false],
    ["when a value is not known", inserts("people", { id: 1, owner: "bob" }), true],
    ["when a row comes into it", updates("people", { ...bob, owner: "ada" }, bob), true],
    ["when a row leaves it", updates("people", bob, { ...bob, age: 10 }), true],
    ["not when a row changes where nobody looks", updates("people", bob, { ...bob, id: 2 }), false],
    [
      "not when a row changes that is not in it",
      updates("people", { ...bob, age: 70 }, { ...bob, age: 71 }),
      false,
    ],
  ])("%s", (_, change, touches) => {
    const adults = region("people", {
      columns: ["owner", "age"],
      equals: { owner: ["bob", "carl"] },
      ranges: { age: { from: 18, below: 65 } },
    });
    expect(isTouchedBy(adults, change)).toBe(touches);
    expect(isTouched(reads([adults]), writes([change]))).toBe(touches);
  });

  test("by every column where none is named", () => {
    expect(isTouchedBy(region("people"), updates("people", bob, { ...bob, id: 2 }))).toBe(true);
  });
});

describe("a commit touches what was read", () => {
  const people = region("people", { equals: { owner: ["ada"] } });
  test.each([
    ["when anything may have changed", reads([]), { everything: "another process" }, true],
    ["when a table of it has", reads([people]), { tables: new Map([["people", "many"]]) }, true],
    ["not when another table has", reads([people]), { tables: new Map([["pets", "many"]]) }, false],
    ["not when nothing has, whatever it rests on", reads([], "a view"), {}, false],
    [
      "when it may rest on anything",
      reads([], "a view"),
      writes([inserts("pets", { id: 1 })]),
      true,
    ],
    [
      "not when another's row has changed",
      reads([people]),
      writes([inserts("people", bob)]),
      false,
    ],
  ])("%s", (_, read, given, touches) => {
    expect(isTouched(read, { ...writes([]), ...given })).toBe(touches);
  });
});

test("people are told how a change touches", () => {
  const people = region("people", { columns: ["age", "owner"] });
  const older = updates("people", bob, { ...bob, id: 3, age: 41 });
  expect(describeTouch(people, older)).toBe("people: age of a row changed");
  expect(describeTouch(people, inserts("people", bob))).toBe("people: a row was inserted");
  expect(describeTouch(people, deletes("people", bob))).toBe("people: a row was deleted");
});
