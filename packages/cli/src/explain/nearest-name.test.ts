import { expect, test } from "vitest";

import { nearestName } from "./nearest-name.ts";

const names = ["records.list", "records.get", "orders.place", "myOrders.list"];

test.each([
  ["records.lists", "records.list"],
  ["record.get", "records.get"],
  ["Records.Get", "records.get"],
  ["recrods.list", "records.list"],
  ["myorder.list", "myOrders.list"],
  ["orders.palce", "orders.place"],
  ["weather.today", undefined],
  ["", undefined],
])("of %j it takes %j", (written, expected) => {
  expect(nearestName(written, names)).toBe(expected);
});
