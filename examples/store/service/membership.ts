import type { Db, Handler } from "servery/server";

import { members } from "../contract/access.ts";
import type { getMembership, joinMembers, leaveMembers } from "../contract/membership.ts";
import type { StoreTables } from "../tables.ts";

export const getMembershipHandler: Handler<typeof getMembership, StoreTables> = async ({
  db,
  user,
  now,
}) => {
  const { since = null, until = null } = (await findMembership(db, user.id, now())) ?? {};
  return { since, until, basisPoints: await findBasisPoints(db) };
};

/** There is no till yet: who asks is a member. The plan and the entry in the book are one transaction. */
export const joinMembersHandler: Handler<typeof joinMembers, StoreTables> = async ({
  db,
  user,
  now,
  accounts,
}) => {
  const basisPoints = await findBasisPoints(db);
  const running = await findMembership(db, user.id, now());
  if (running !== undefined) return { ...running, basisPoints };
  const since = now();
  const until = aYearAfter(since);
  await db.deleteFrom("memberships").where("userId", "=", user.id).execute();
  await db.insertInto("memberships").values({ userId: user.id, since, until }).execute();
  accounts.grant(user.id, members, { until });
  return { since, until, basisPoints };
};

export const leaveMembersHandler: Handler<typeof leaveMembers, StoreTables> = async ({
  db,
  user,
  accounts,
}) => {
  await db.deleteFrom("memberships").where("userId", "=", user.id).execute();
  accounts.revoke(user.id, members);
  return { since: null, until: null, basisPoints: await findBasisPoints(db) };
};

function findMembership(db: Db<StoreTables>, userId: string, now: number) {
  return db
    .selectFrom("memberships")
    .select(["since", "until"])
    .where("userId", "=", userId)
    .where("until", ">", now)
    .executeTakeFirst();
}

/** The price list has it, so the page that sells memberships asks for it there. */
async function findBasisPoints(db: Db<StoreTables>): Promise<number> {
  const rule = await db
    .selectFrom("discounts")
    .select(({ fn }) => fn.max("basisPoints").as("basisPoints"))
    .where("kind", "=", "members")
    .executeTakeFirst();
  return rule?.basisPoints ?? 0;
}

/** The same day of the next year; of 29 February, 1 March. */
function aYearAfter(time: number): number {
  const date = new Date(time);
  return date.setUTCFullYear(date.getUTCFullYear() + 1);
}
