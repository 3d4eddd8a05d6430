import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";

import { createService } from "../../adapters/node/create-service.ts";
import { createClient } from "../../client/client.ts";
import { contract } from "../../contract/contract.ts";
import { nothing } from "../../contract/nothing.ts";
import { mutation } from "../../contract/operation.ts";
import { resource } from "../../contract/resource.ts";
import { silentLog } from "../../../lib/ports/log.ts";
import { id, integer, text } from "../data/column.ts";
import { everyone } from "../data/policy.ts";
import { table } from "../data/table.ts";

const Album = z.object({
  id: z.int(),
  title: z.string(),
  genre: z.string().nullable(),
  price: z.int(),
});

const shop = contract({
  name: "shop",
  operations: {
    albums: resource("albums", Album, {
      access: "public",
      filter: ["genre"],
      sort: ["title", "price"],
      search: ["title"],
      pageSize: 2,
    }),
    fill: mutation({ path: "/fill", access: "public", output: nothing }),
  },
});

const albums = table(
  "albums",
  {
    id: id({ type: "integer" }),
    title: text(),
    genre: text({ nullable: true }),
    price: integer(),
    cost: integer(),
  },
  { policy: everyone },
);

const rows = [
  { id: 1, title: "Ten", genre: "Rock", price: 100, cost: 7 },
  { id: 2, title: "Blue", genre: "Jazz", price: 100, cost: 7 },
  { id: 3, title: "100% Pure", genre: null, price: 100, cost: 7 },
  { id: 4, title: "Air", genre: "Rock", price: 50, cost: 7 },
  { id: 5, title: "Blue Train", genre: "Jazz", price: 200, cost: 7 },
];

const service = createService(shop, {
  tables: { albums },
  database: ":temporary:",
  log: silentLog,
  handlers: {
    fill: async ({ db }) => {
      await db.insertInto("albums").values(rows).execute();
    },
  },
});
const client = createClient(shop, { link: service });
type List = Parameters<typeof client.albums.list>[0];

beforeAll(async () => client.fill());
afterAll(async () => service.close());

async function allPages(input: List): Promise<number[]> {
  const ids: number[] = [];
  let cursor: string | null | undefined;
  for (let pages = 0; cursor !== null && pages < 10; pages++) {
    const page = await client.albums.list({ ...input, ...(cursor && { cursor }) });
    ids.push(...page.items.map((item) => item.id));
    cursor = page.nextCursor;
  }
  return ids;
}

describe("the default handlers of a resource", () => {
  it("get one item with its declared properties, and not what else the table has", async () => {
    expect(await client.albums.get({ id: 1 })).toEqual({
      id: 1,
      title: "Ten",
      genre: "Rock",
      price: 100,
    });
    expect((await client.albums.get.safe({ id: 9 })).problem?.code).toBe("not_found");
  });

  it.each([
    [{}, [3, 4, 2, 5, 1]],
    [{ sort: "-title" }, [1, 5, 2, 4, 3]],
    [{ sort: "price" }, [4, 1, 2, 3, 5]],
    [{ sort: "-price" }, [5, 3, 2, 1, 4]],
    [{ filter: { genre: ["Jazz"] } }, [2, 5]],
    [{ filter: { genre: ["Jazz", "Rock"] }, sort: "price" }, [4, 1, 2, 5]],
    [{ search: "blue" }, [2, 5]],
    [{ search: "100%" }, [3]],
    [{ search: "_" }, []],
    [{ pageSize: 100 }, [3, 4, 2, 5, 1]],
  ] as const)("list %j page by page, none twice and none missed", async (input, ids) => {
    expect(await allPages(input)).toEqual(ids);
  });

  it("refuse a cursor of another order, and any text that is none", async () => {
    const { nextCursor } = await client.albums.list({ sort: "price" });
    const moved = await client.albums.list.safe({ sort: "title", cursor: nextCursor! });
    expect(moved.problem?.code).toBe("invalid_cursor");
    await fc.assert(
      fc.asyncProperty(fc.string({ minLength: 1, maxLength: 50 }), async (cursor) => {
        const { problem } = await client.albums.list.safe({ cursor });
        expect(problem?.status).toBe(422);
      }),
      { numRuns: 50 },
    );
  });

  it("are refused where the table lacks a declared column", () => {
    const bare = table("albums", { id: id({ type: "integer" }) }, { policy: everyone });
    expect(() =>
      createService(shop, { tables: { bare }, handlers: { fill: async () => {} } }),
    ).toThrow(/declares "title", but the table "albums" has no such column/);
  });
});
