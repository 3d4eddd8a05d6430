import type { Stages } from "../measure/stages.ts";
import { toTable } from "./table.ts";

/** The stages for people, in microseconds. */
export function toStagesTable({ read, order, snapshot, sharedOrder }: Stages): string {
  const names = Object.keys(read) as (keyof typeof read)[];
  const sum = (stages: typeof read) => names.reduce((total, name) => total + stages[name], 0);
  const rows = names.map((name) => [name, read[name].toFixed(2), order[name].toFixed(2)]);
  return toTable(
    ["µs", "read", "order, alone"],
    [
      ...rows,
      ["all stages", sum(read).toFixed(1), sum(order).toFixed(1)],
      ["of execute: the snapshot", snapshot.toFixed(2), ""],
      ["all stages, 64 orders sharing commits", "", sharedOrder.toFixed(1)],
    ],
  );
}
