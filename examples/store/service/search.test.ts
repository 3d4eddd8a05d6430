import { expect, test } from "vitest";

import { toSearchText, toSearchWords, toSortKey } from "./search.ts";

test.each([
  ["João Suplicy", "joao suplicy"],
  ["AC/DC", "ac dc"],
  ["  Mötley   Crüe! ", "motley crue"],
  ["Ænima", "ænima"],
  ["100% _ %", "100"],
])("searches %j as %j", (text, expected) => {
  expect(toSearchText(text)).toBe(expected);
});

test.each([
  ["The Beatles", "beatles"],
  ["Os Mutantes", "mutantes"],
  ["A", "a"],
  ["A Matter of Life and Death", "matter of life and death"],
])("sorts %j as %j", (text, expected) => {
  expect(toSortKey(text)).toBe(expected);
});

test("takes six words at most, and none from punctuation", () => {
  expect(toSearchWords("a b c d e f g")).toEqual(["a", "b", "c", "d", "e", "f"]);
  expect(toSearchWords(" %% __ ")).toEqual([]);
});
