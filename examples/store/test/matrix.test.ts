import { runMatrix } from "servery/testing";
import { expect, test } from "vitest";

import matrix from "../matrix.ts";

test("everybody gets through the doors that are theirs, and to nobody else's orders", async () => {
  const { failures, rows } = await runMatrix(matrix);
  expect(failures).toEqual([]);
  const foreign = rows.filter(
    ({ operation, rows: whose, actor }) =>
      operation === "myOrders.get" && whose === "foreign" && actor === "user",
  );
  expect(foreign.map(({ status }) => status)).toEqual([404]);
}, 180_000);
