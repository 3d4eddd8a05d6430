import { role } from "servery";
import {
  all,
  any,
  type Db,
  everyone,
  id,
  inherit,
  integer,
  member,
  nobody,
  owner,
  policy,
  ref,
  table,
  text,
} from "servery/server";

export const admin = role("admin");
export const editor = role("editor");

/** A table for every kind of policy that there is. */
const posts = table("posts", { id: id(), ownerId: text(), value: integer() }, { policy: everyone });
const notes = table(
  "notes",
  { id: id(), ownerId: text(), value: integer() },
  { policy: owner("ownerId") },
);
const docs = table(
  "docs",
  { id: id(), ownerId: text(), value: integer() },
  { policy: policy(({ row, caller }) => any(row.ownerId.is(caller.user), caller.has(admin))) },
);
const parts = table(
  "parts",
  { id: id(), docId: ref(() => docs), value: integer() },
  { policy: inherit("docId") },
);
const memberships = table(
  "memberships",
  { id: id(), userId: text(), orgId: text(), value: integer() },
  { policy: owner("userId") },
);
const projects = table(
  "projects",
  { id: id(), orgId: text(), value: integer() },
  { policy: member("orgId", () => memberships) },
);
const drafts = table(
  "drafts",
  { id: id(), ownerId: text(), state: text(), value: integer() },
  {
    policy: policy({
      read: ({ row, caller }) =>
        any(row.state.is("open"), row.ownerId.is(caller.user), caller.has(editor)),
      write: ({ caller }) => caller.has(admin),
    }),
  },
);
const vault = table(
  "vault",
  { id: id(), ownerId: text(), value: integer() },
  { policy: policy(({ row, caller }) => all(caller.has(admin), row.ownerId.is(caller.user))) },
);
const hidden = table("hidden", { id: id(), value: integer() }, { policy: nobody });

export const scopeTables = {
  posts,
  notes,
  docs,
  parts,
  memberships,
  projects,
  drafts,
  vault,
  hidden,
};
export type ScopeTable = keyof typeof scopeTables;
export type ScopeDb = Db<typeof scopeTables>;
export const tableNames = Object.keys(scopeTables) as readonly ScopeTable[];
