import type { RangeBound, ReadRegion } from "../../../src/lib/server/data/reads/read-set.ts";

/** A region in one line: `orders(id,userId) userId in ["ann"], total >= 5`. */
export function describeRegion({ table, columns, equals, ranges }: ReadRegion): string {
  const mask = columns === undefined ? "*" : [...columns].toSorted().join();
  const conditions = [
    ...equals.map(({ column, values }) => `${column} in ${JSON.stringify([...values])}`),
    ...ranges.flatMap(describeRange),
  ];
  return [`${table}(${mask})`, ...conditions.toSorted()].join(" & ");
}

function describeRange({ column, from, to }: RangeBound): string[] {
  const found: string[] = [];
  if (from !== undefined)
    found.push(`${column} ${from.inclusive ? ">=" : ">"} ${JSON.stringify(from.value)}`);
  if (to !== undefined)
    found.push(`${column} ${to.inclusive ? "<=" : "<"} ${JSON.stringify(to.value)}`);
  return found;
}
