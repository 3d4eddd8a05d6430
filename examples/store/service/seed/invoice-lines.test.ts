import { expect, test } from "vitest";

import { readChinook } from "./chinook.ts";
import { toInvoiceLines } from "./invoice-lines.ts";

const chinook = readChinook();
const lines = toInvoiceLines(chinook);

test("every line has the genre of its track", () => {
  expect(lines).toHaveLength(2240);
  expect(lines.filter(({ genre }) => genre === "Unknown")).toEqual([]);
  expect(lines[0]).toEqual({
    id: 1,
    invoiceId: 1,
    trackId: 2,
    genre: "Rock",
    priceCents: 99,
    quantity: 1,
  });
});

test("the lines of each invoice come to its total", () => {
  const totals = new Map<number, number>();
  for (const { invoiceId, priceCents, quantity } of lines)
    totals.set(invoiceId, (totals.get(invoiceId) ?? 0) + priceCents * quantity);
  for (const { id, totalCents } of chinook.invoices)
    expect([id, totals.get(id)]).toEqual([id, totalCents]);
});
