import * as z from "zod";

import { contract } from "../contract/contract.ts";
import { identity } from "../contract/identity/identity.ts";
import { action, mutation, query } from "../contract/operation.ts";

const Who = z.object({ user: z.string().nullable() });

/** What {@link createFakeAccounts} serves. */
export const shop = contract({
  name: "shop",
  basePath: "/api",
  operations: {
    ...identity({ tokens: true, totp: true }),
    mine: query({ path: "/mine", output: Who }),
    open: query({ path: "/public", access: "public", output: Who }),
    buy: mutation({ path: "/buy", output: Who }),
    pay: action({ path: "/pay", output: Who }),
  },
});
