/**
 * A state of a service's data, as it travels. On a database with one writer it is `c.DATABASE.NUMBER`: the
 * database's own id, and a number that grows with every commit that callers may see: its time in epoch
 * milliseconds, or the next number where that is taken. The first part names the form, so that other databases can
 * have others; who does not know a form can pass it on, and compare nothing.
 */
interface CounterToken {
  readonly database: string;
  /** Greater for a later state. */
  readonly count: number;
}

/** How one state stands to another. `unknown`: of other databases, or of a form that is not known. */
export type SnapshotOrder = "older" | "same" | "newer" | "unknown";

const longestToken = 200;
const pattern = /^c\.([\w-]{1,64})\.(0|[1-9]\d{0,15})$/;

/** Writes the token of a state. */
export function formatSnapshotToken({ database, count }: CounterToken): string {
  return `c.${database}.${count}`;
}

/** Reads a token; `undefined` for what is none, or has a form that is not known here. */
function parseSnapshotToken(text: string): CounterToken | undefined {
  const [, database, digits] = (text.length <= longestToken && pattern.exec(text)) || [];
  const count = Number(digits);
  return database !== undefined && Number.isSafeInteger(count) ? { database, count } : undefined;
}

/** How the state of `left` stands to that of `right`. */
export function compareSnapshots(left: string, right: string): SnapshotOrder {
  if (left === right) return "same";
  const [one, other] = [parseSnapshotToken(left), parseSnapshotToken(right)];
  if (one === undefined || other === undefined || one.database !== other.database) return "unknown";
  return one.count === other.count ? "same" : one.count < other.count ? "older" : "newer";
}
