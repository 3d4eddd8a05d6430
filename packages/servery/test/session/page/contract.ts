import { action, contract, identity, query } from "servery";
import * as z from "zod";

const Who = z.object({ user: z.string().nullable() });

/** What the accounts of the tests serve. */
export const shop = contract({
  name: "shop",
  basePath: "/api",
  operations: {
    ...identity({ tokens: true }),
    mine: query({ path: "/mine", output: Who }),
    pay: action({ path: "/pay", output: Who }),
  },
});
