import { expect, test } from "vitest";
import * as z from "zod";

import { contract } from "./contract.ts";
import { action, mutation, query } from "./operation.ts";
import { sensitive } from "./sensitive.ts";
import { printRouteArtefact, toRouteArtefact } from "./route-artefact.ts";

const store = contract({
  name: "store",
  title: "SECRET title",
  operations: {
    albums: {
      get: query({
        path: "/albums/:id",
        access: "public",
        limit: "10/minute",
        input: z.object({ id: z.string() }),
        output: z.object({ id: z.string() }),
      }),
    },
    buy: mutation({ path: "/orders", output: z.object({ id: z.string() }) }),
    scan: action({ path: "/scans", repeatable: true, output: z.object({ id: z.string() }) }),
    pin: sensitive(query({ path: "/pin", method: "POST", output: z.object({ pin: z.string() }) })),
    card: sensitive(
      query({ path: "/card", method: "POST", output: z.object({ number: z.string() }) }),
      "number",
    ),
  },
});
const artefact = toRouteArtefact(store);

test("a route artefact has routes, and nothing else of a contract", () => {
  expect(artefact).toEqual({
    name: "store",
    basePath: "",
    operations: {
      albums: { get: { kind: "query", method: "GET", path: "/albums/:id" } },
      buy: { kind: "mutation", method: "POST", path: "/orders" },
      scan: { kind: "action", method: "POST", path: "/scans", repeatable: true },
      pin: { kind: "query", method: "POST", path: "/pin", sensitive: true },
      card: { kind: "query", method: "POST", path: "/card", sensitive: true },
    },
  });
});

test("printed, it is a module that exports it", async () => {
  for (const exportName of ["store", "default"]) {
    const text = printRouteArtefact(artefact, { exportName });
    const module = (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as object;
    expect(Object.entries(module)).toEqual([[exportName, artefact]]);
  }
});

test("printed with the place of its types, it is typed as the contract", () => {
  const options = { exportName: "store", typesFrom: "../contract.ts" };
  const text = printRouteArtefact(artefact, options);
  expect(text).toMatch(/^import type \{ store as contract \} from "\.\.\/contract\.ts";$/m);
  expect(text).toMatch(/^export const store = \{$/m);
  expect(text).toMatch(/^\} as unknown as typeof contract;$/m);
});
