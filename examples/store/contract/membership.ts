import { mutation, query } from "servery";
import * as z from "zod";

const Membership = z
  .object({
    /** Epoch milliseconds; `null` for who is no member. */
    since: z.int().nullable(),
    until: z.int().nullable(),
    /** What members pay less for records, in basis points. */
    basisPoints: z.int(),
  })
  .meta({ id: "Membership" });

export const getMembership = query({
  path: "/membership",
  access: "user",
  summary: "Since when one is a member, and until when",
  output: Membership,
});

export const joinMembers = mutation({
  path: "/membership",
  access: "user",
  status: 201,
  summary:
    "Become a member for a year. A member stays one until the same day: joining twice adds nothing",
  output: Membership,
});

export const leaveMembers = mutation({
  path: "/membership",
  method: "DELETE",
  access: "user",
  summary: "End one's membership at once. Who is no member stays none",
  output: Membership,
});
