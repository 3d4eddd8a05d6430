import { problem, query } from "servery";
import * as z from "zod";

import { admin } from "../access.ts";

const Member = z
  .object({
    email: z.string(),
    name: z.string().nullable(),
    since: z.int(),
    until: z.int(),
  })
  .meta({ id: "Member" });

export const listMembers = query({
  path: "/admin/members",
  access: admin,
  summary: "Who is a member, the latest first",
  input: z.object({
    limit: z.int().min(1).max(100).default(50),
    /** The `nextCursor` of the page before. */
    cursor: z.string().max(200).optional(),
  }),
  output: z.object({ items: z.array(Member), total: z.int(), nextCursor: z.string().nullable() }),
  problems: { invalid_cursor: problem(422, "The cursor belongs to no such list") },
});
