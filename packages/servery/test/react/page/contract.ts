import { contract, mutation, problem, query } from "servery";
import * as z from "zod";

const Album = z.object({ id: z.string(), title: z.string() });

export const store = contract({
  name: "store",
  basePath: "/api",
  operations: {
    albums: {
      get: query({
        path: "/albums/:id",
        access: "public",
        input: z.object({ id: z.string() }),
        output: Album,
        problems: { not_found: problem(404, "No such album") },
      }),
    },
    orders: {
      place: mutation({
        path: "/orders",
        access: "public",
        input: z.object({ albumId: z.string() }),
        output: z.object({ id: z.string() }),
        problems: {
          out_of_stock: problem(409, "Not enough stock", z.object({ available: z.int() })),
        },
      }),
    },
  },
});
