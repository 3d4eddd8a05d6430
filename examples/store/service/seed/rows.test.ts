import { expect, test } from "vitest";

import { readChinook } from "./chinook.ts";
import { toRows } from "./rows.ts";

const rows = toRows(readChinook());
const recordOf = (id: number) => rows.records.find((record) => record.id === id);

test("makes one record of each album and one download of each track", () => {
  expect(rows.records).toHaveLength(347);
  expect(rows.tracks).toHaveLength(3503);
  expect(new Set(rows.tracks.map(({ recordId, position }) => `${recordId}/${position}`)).size).toBe(
    3503,
  );
});

test("product 124 is Cafezinho, in stock, with a note, first of the list", () => {
  expect(recordOf(124)).toMatchObject({
    title: "Cafezinho",
    artistId: 97,
    genreId: 16,
    format: "LP",
    stock: 12,
  });
  expect(recordOf(124)?.note).toContain("Rio");
  expect(Math.max(...rows.records.map(({ featured }) => featured))).toBe(recordOf(124)?.featured);
});

test("leaves some records sold out and some nearly so", () => {
  const soldOut = rows.records.filter(({ stock }) => stock === 0).length;
  const few = rows.records.filter(({ stock }) => stock >= 1 && stock <= 3).length;
  expect(soldOut).toBeGreaterThan(15);
  expect(soldOut).toBeLessThan(60);
  expect(few).toBeGreaterThan(30);
});

test("is the same every time", () => {
  expect(toRows(readChinook())).toEqual(rows);
});

test("makes records of every format", () => {
  expect(new Set(rows.records.map(({ format }) => format)).size).toBe(5);
});
