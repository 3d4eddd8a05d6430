import { any, everyone, owner, policy } from "servery/server";

import { admin } from "../contract/access.ts";

/** Nobody's business but the shop's. */
export const books = policy(({ caller }) => caller.has(admin));
/** The shop window: everybody looks, the shop's people arrange. */
export const window = policy({ read: everyone, write: books });
/** Their owner's, and the shop's people's. */
export const owners = any(owner("userId"), books);
