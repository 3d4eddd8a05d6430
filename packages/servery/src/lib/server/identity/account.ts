import type { Account } from "../../contract/identity/shapes.ts";
import type { SqlRow } from "../../ports/database.ts";
import type { SystemReads } from "../data/data.ts";
import { type Grants, readGrants } from "./grants.ts";

/** A row of `users`. */
export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly createdAt: number;
  readonly disabledAt: number | null;
}

/** A user by id. */
export function readUser(reads: SystemReads, userId: string): UserRow | undefined {
  return toUserRow(reads.get("SELECT * FROM main.users WHERE id = ?", userId));
}

/** A user by what {@link toEmailKey} makes of an address. */
export function findUser(reads: SystemReads, emailKey: string): UserRow | undefined {
  return toUserRow(reads.get("SELECT * FROM main.users WHERE emailKey = ?", emailKey));
}

/** A user as their own front-end sees them, with the plans that hold now. */
export function readAccount(reads: SystemReads, userId: string, now: number): Account | undefined {
  const user = readUser(reads, userId);
  if (user === undefined) return undefined;
  const { id, email, name } = user;
  return { id, email, name, ...toNames(readGrants(reads, userId), now) };
}

/** The names of what is held now. */
export function toNames({ roles, plans }: Grants, now: number): Pick<Account, "roles" | "plans"> {
  const held = [...plans].filter(([, until]) => until === null || until > now);
  return { roles: [...roles], plans: held.map(([name]) => name) };
}

export function toUserRow(row: SqlRow | undefined): UserRow | undefined {
  if (row === undefined) return undefined;
  return {
    id: String(row["id"]),
    email: String(row["email"]),
    name: row["name"] as string | null,
    createdAt: Number(row["createdAt"]),
    disabledAt: row["disabledAt"] as number | null,
  };
}
