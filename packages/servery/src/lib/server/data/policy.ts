import { ServeryError } from "../../base/servery-error.ts";
import type { Role } from "../../contract/access.ts";
import type { ReferableTable } from "./column.ts";

/** A value that a rule compares a column with. */
type RuleValue = string | number | boolean | null;

/** The user id of whoever asks, as a rule writes it. */
interface CallerUser {
  readonly kind: "caller";
}

type RuleKind =
  | { readonly kind: "everyone" }
  | { readonly kind: "nobody" }
  | { readonly kind: "is"; readonly column: string; readonly value: RuleValue | CallerUser }
  | { readonly kind: "has"; readonly role: string }
  | { readonly kind: "inherit"; readonly column: string }
  | ({ readonly kind: "member"; readonly column: string } & Memberships)
  | { readonly kind: "any" | "all"; readonly rules: readonly Rule[] };

interface Memberships {
  readonly memberships: () => ReferableTable;
  readonly user: string;
  readonly organization: string;
}

/** Which rows of a table a caller reaches: plain data. `Column` names the columns that it looks at. */
export type Rule<Column extends string = string> = RuleKind & {
  /** Carries the type; never present. */
  readonly "~columns"?: Column;
};

/** Which rows of a table a caller may see and change; held by the database's connections. */
export type Policy<Column extends string = string> =
  | Rule<Column>
  | { readonly kind: "split"; readonly read: Rule<Column>; readonly write: Rule<Column> };

/** Every row is open to every operation that names the table: the operation's `access` is the only guard. */
export const everyone: Rule<never> = { kind: "everyone" };

/** No row is there but for `db.unrestricted`, scripts and the engine itself. */
export const nobody: Rule<never> = { kind: "nobody" };

/** A row belongs to the user whose id stands in `column`. */
export function owner<const Column extends string>(column: Column): Rule<Column> {
  return { kind: "is", column, value: callerUser };
}

/** A row belongs to whom the row belongs that it refers to: `column` is a `ref()`. */
export function inherit<const Column extends string>(column: Column): Rule<Column> {
  return { kind: "inherit", column };
}

/**
 * A row belongs to an organisation, and its members have it in common. `memberships` is the table that
 * says who is a member of what; its columns are `userId` and the name of `column`, unless told. Where that
 * table refers to this one, TypeScript must be told what it is: `(): Table => memberships`.
 */
export function member<const Column extends string>(
  column: Column,
  memberships: () => ReferableTable,
  columns: { readonly user?: string; readonly organization?: string } = {},
): Rule<Column> {
  const { user = "userId", organization = column } = columns;
  return { kind: "member", column, memberships, user, organization };
}

/** Rows that one of the rules reaches. */
export function any<Column extends string>(...rules: readonly Rule<Column>[]): Rule<Column> {
  return { kind: "any", rules };
}

/** Rows that each of the rules reaches. */
export function all<Column extends string>(...rules: readonly Rule<Column>[]): Rule<Column> {
  return { kind: "all", rules };
}

/** A column of any row, to be compared. */
interface RuleColumn<Column extends string> {
  is(value: RuleValue | CallerUser): Rule<Column>;
}

/** What a rule is written with: not a row and not a caller, but what stands for any of them. */
interface RuleSymbols<Column extends string> {
  readonly row: { readonly [Name in Column]: RuleColumn<Name> };
  readonly caller: {
    readonly user: CallerUser;
    /** Holds for every row when the caller has the role. */
    has(role: Role): Rule<never>;
  };
}

type RuleOf<Column extends string> = (symbols: RuleSymbols<Column>) => Rule<Column>;

/**
 * A rule of your own, or one for what a caller sees and another for what a caller changes. To change
 * a row, a caller must be able to see it too.
 *
 * ```ts
 * policy(({ row, caller }) => any(row.state.is("published"), row.authorId.is(caller.user)))
 * policy({ read: everyone, write: ({ caller }) => caller.has(admin) })
 * ```
 * @throws ServeryError `table_invalid` when the function answers with anything but a rule.
 */
export function policy<Column extends string = never>(rule: RuleOf<Column>): Rule<Column>;
export function policy<Column extends string = never>(rules: {
  readonly read: NoInfer<Rule<Column> | RuleOf<Column>>;
  readonly write: NoInfer<Rule<Column> | RuleOf<Column>>;
}): Policy<Column>;
export function policy(
  given: RuleOf<string> | Readonly<Record<"read" | "write", Rule | RuleOf<string>>>,
): Policy {
  if (typeof given === "function") return toRule(given);
  return { kind: "split", read: toRule(given.read), write: toRule(given.write) };
}

/** The rule for reading a table's rows. */
export function readRule(given: Policy): Rule {
  return given.kind === "split" ? given.read : given;
}

/** The rule for changing them, which holds beside the one for reading. */
export function writeRule(given: Policy): Rule {
  return given.kind === "split" ? given.write : given;
}

const callerUser: CallerUser = { kind: "caller" };

const symbols: RuleSymbols<string> = {
  row: new Proxy<Record<string, RuleColumn<string>>>(
    {},
    {
      get: (_, column) =>
        ({
          is: (value) => ({ kind: "is", column: String(column), value }),
        }) satisfies RuleColumn<string>,
    },
  ),
  caller: { user: callerUser, has: (role) => ({ kind: "has", role: role.name }) },
};

function toRule(given: Rule | RuleOf<string>): Rule {
  const rule: unknown = typeof given === "function" ? given(symbols) : given;
  if (typeof rule === "object" && rule !== null && "kind" in rule) return rule as Rule;
  throw new ServeryError(
    "table_invalid",
    `A policy answered with ${typeof rule} "${String(rule)}" where a rule was expected. Compare by row.column.is(value), not by ===, and combine by any() and all().`,
  );
}
