import type { Handler } from "servery/server";

import type { listMembers } from "../../contract/admin/members.ts";
import type { StoreTables } from "../../tables.ts";
import { fromTimeCursor, toTimeCursor } from "../time-cursor.ts";

export const listMembersHandler: Handler<typeof listMembers, StoreTables> = async ({
  input: { limit, cursor },
  db,
  fail,
  now,
}) => {
  const after = cursor === undefined ? undefined : fromTimeCursor(cursor);
  if (cursor !== undefined && after === undefined) throw fail("invalid_cursor");
  // An account is its owner's row alone; that of a member the shop's people may see here, and nowhere else.
  const running = db.unrestricted
    .selectFrom("memberships")
    .innerJoin("users", "users.id", "memberships.userId")
    .where("memberships.until", ">", now());
  const { total } = await running
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const rows = await running
    .select(["memberships.id", "users.email", "users.name", "since", "until"])
    .$if(after !== undefined, (rest) =>
      rest.where((eb) =>
        eb.or([
          eb("since", "<", after!.at),
          eb.and([eb("since", "=", after!.at), eb("memberships.id", "<", after!.id)]),
        ]),
      ),
    )
    .orderBy("since", "desc")
    .orderBy("memberships.id", "desc")
    .limit(limit + 1)
    .execute();
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const nextCursor = last === undefined ? null : toTimeCursor({ at: last.since, id: last.id });
  return { items, total, nextCursor };
};
