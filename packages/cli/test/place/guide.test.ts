import { readFileSync } from "node:fs";

import { printFactTable, printRuleTable } from "servery/boundary";
import { expect, test } from "vitest";

const guide = readFileSync(
  new URL("../../../../docs/where-should-this-call-live.md", import.meta.url),
  "utf8",
);

/** The table of the guide that begins with a head. */
function tableAfter(head: string): string {
  const start = guide.indexOf(head);
  return start === -1 ? "" : guide.slice(start, guide.indexOf("\n\n", start));
}

// When these fail, put what was expected into the guide.
test("the guide shows the rules that are applied, and no others", () => {
  expect(tableAfter("| rule |")).toBe(printRuleTable());
});

test("the guide explains every word of theirs", () => {
  expect(tableAfter("| seen |")).toBe(printFactTable());
});
