import { expect, test } from "vitest";

import { isFiltered, noFilters, parseFilters, toAddress } from "./filters.ts";

test.each(["/", "/?q=caf%C3%A9", "/?genre=16", "/?q=a&genre=2&artist=97&stock=1&sort=price_desc"])(
  "%s is read and written the same",
  (address) => {
    expect(toAddress(parseFilters(address.slice(2)))).toBe(address);
  },
);

test.each([
  "genre=x",
  "genre=-1",
  "genre=1e3",
  "artist=99999999999",
  "sort=constructor",
  "stock=yes",
  "foo=1",
])("%s is as if it were not there", (query) => {
  expect(parseFilters(query)).toEqual(noFilters);
});

test("an order alone leaves nothing out", () => {
  expect(isFiltered({ ...noFilters, sort: "price" })).toBe(false);
  expect(isFiltered({ ...noFilters, inStock: true })).toBe(true);
});

test("cuts what is too long to search for", () => {
  expect(parseFilters(`q=${"x".repeat(500)}`).search).toHaveLength(100);
});
