import { expect, test } from "vitest";

import { readSecrets } from "./read-secrets.ts";

test("names that have no value, and values that are too short, are told apart", () => {
  const environment = { A: " 0123456789abcdef\n", B: "0123456789abcde", C: "", D: "  \n" };
  const read = readSecrets(["A", "B", "C", "D", "E", "A", "toString"], environment);
  expect(read).toEqual({
    known: [{ name: "A", value: "0123456789abcdef" }],
    missing: ["C", "D", "E", "toString"],
    short: ["B"],
  });
});
