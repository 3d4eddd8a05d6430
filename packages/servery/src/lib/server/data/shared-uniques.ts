import { type Policy, type Rule, writeRule } from "./policy.ts";
import type { DataSchema } from "./schema.ts";
import type { Table } from "./table.ts";

/**
 * Uniques that reach across owners, but for those that say so, as `table (column, …)`: whoever may choose such a value learns, from
 * a conflict, that someone has it. That is meant for a user's own address, and for little else.
 */
export function findSharedUniques(schema: DataSchema): readonly string[] {
  return [...schema.tables.values()].flatMap(sharedUniquesOf);
}

function sharedUniquesOf(table: Table): string[] {
  const column = ownerColumnOf(table.policy);
  // One row for each owner: a unique over all of them is what it is for.
  if (column === undefined || table.primaryKey.includes(column)) return [];
  return table.indexes
    .filter(({ unique, columns }) => unique === true && !columns.includes(column))
    .map(({ columns }) => `${table.name} (${columns.join(", ")})`);
}

/** The column that says whose a row is, where one does. */
function ownerColumnOf(policy: Policy): string | undefined {
  const rule: Rule = writeRule(policy);
  if (rule.kind === "member" || rule.kind === "inherit") return rule.column;
  const isOwner = rule.kind === "is" && typeof rule.value === "object" && rule.value !== null;
  return isOwner ? rule.column : undefined;
}
