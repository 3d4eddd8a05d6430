import type { Snapshot } from "./snapshot.ts";
import type { ColumnShape } from "./table-shape.ts";

/** Something that a change of schema would lose. */
export interface Destruction {
  /** What a migration must say to be allowed it: `drop column orders.note`. */
  readonly what: string;
  readonly why: string;
}

/** Changes of type that keep every value. */
const widening = new Set(["integer>real", "integer>text", "real>text"]);

/** What is lost between one schema and the next, however the change is made. */
export function findDestructions(before: Snapshot, after: Snapshot): readonly Destruction[] {
  return [...before.tables].flatMap(([name, table]) => {
    const next = after.tables.get(name);
    if (next === undefined)
      return [{ what: `drop table ${name}`, why: "all its rows would be lost" }];
    return [...table.columns.values()].flatMap((column) =>
      destructionsOf(name, column, next.columns.get(column.name)),
    );
  });
}

function destructionsOf(
  table: string,
  before: ColumnShape,
  after: ColumnShape | undefined,
): readonly Destruction[] {
  const name = `${table}.${before.name}`;
  if (after === undefined)
    return [{ what: `drop column ${name}`, why: "its values would be lost" }];
  if (before.type === after.type || widening.has(`${before.type}>${after.type}`)) return [];
  const types = `from ${before.type.toUpperCase()} to ${after.type.toUpperCase()}`;
  return [{ what: `change type ${name}`, why: `values may not survive the change ${types}` }];
}

const marker = /^[ \t]*--[ \t]*servery:[ \t]*allow-destructive[ \t]+(.+?)[ \t]*$/gim;

/** The destructions that a migration's text allows. */
export function allowedDestructions(sql: string): ReadonlySet<string> {
  return new Set(
    [...sql.matchAll(marker)].map(([, what = ""]) => what.replaceAll(/\s+/g, " ").toLowerCase()),
  );
}

/** Those that nothing allows. */
export function refusedDestructions(
  found: readonly Destruction[],
  allowed: ReadonlySet<string>,
): readonly Destruction[] {
  return found.filter(({ what }) => !allowed.has(what.toLowerCase()));
}

/** One line each, for a message. */
export function describeDestructions(destructions: readonly Destruction[]): string {
  return destructions.map(({ what, why }) => `  ${what}: ${why}`).join("\n");
}
