import { expect, test } from "vitest";

import { readNextPage, signInHref } from "./next-page.ts";

test.each(["/account/orders", "/records/124", "/checkout", "/account/orders/RO-0123ABCD"])(
  "leads back to %s",
  (next) => {
    expect(readNextPage(signInHref(next).slice("/sign-in".length))).toBe(next);
  },
);

test.each([
  "https://elsewhere.example",
  "//elsewhere.example",
  "/\\elsewhere.example",
  "javascript:alert(1)",
  "/ok\n//elsewhere.example",
  "",
])("does not lead to %j", (next) => {
  expect(readNextPage(`?next=${encodeURIComponent(next)}`)).toBe("/account");
});
