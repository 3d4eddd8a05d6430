import { contract, mutation, nothing, problem, query } from "servery";
import * as z from "zod";

const Id = z.object({ id: z.string() });
const Item = z.object({ id: z.string(), stock: z.int() });

/** A shelf whose items' stock changes. */
export const shelf = contract({
  name: "shelf",
  basePath: "/api",
  operations: {
    items: {
      get: query({
        path: "/items/:id",
        access: "public",
        input: Id,
        output: Item,
        problems: { not_found: problem(404, "No such item") },
      }),
      hinted: query({
        path: "/hinted/:id",
        access: "public",
        input: Id,
        output: Item,
        cache: { maxAgeSeconds: 600 },
      }),
      set: mutation({ path: "/items", access: "public", input: Item, output: nothing }),
      remove: mutation({ path: "/removals", access: "public", input: Id, output: nothing }),
    },
  },
});
