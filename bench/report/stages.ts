import type { Stages } from "../measure/stages.ts";
import { toTable } from "./table.ts";

/** The stages for people, in microseconds: anonymous before, signed in after, and what came on top. */
export function toStagesTable(before: Stages, after: Stages): string {
  const names = Object.keys(before.read) as (keyof Stages["read"])[];
  const sum = (stages: Stages["read"]) => names.reduce((total, name) => total + stages[name], 0);
  const toRow = (title: string, of: (stages: Stages) => readonly (number | undefined)[]) => {
    const [readBefore, orderBefore] = of(before);
    const [readAfter, orderAfter] = of(after);
    return [title, ...toCells(readBefore, readAfter), ...toCells(orderBefore, orderAfter)];
  };
  return toTable(
    ["µs", "read", "signed in", "more", "order, alone", "signed in", "more"],
    [
      ...names.map((name) => toRow(name, ({ read, order }) => [read[name], order[name]])),
      toRow("all stages", ({ read, order }) => [sum(read), sum(order)]),
      toRow("of execute: the snapshot", ({ snapshot }) => [snapshot, undefined]),
      toRow("all, 64 orders sharing commits", ({ sharedOrder }) => [undefined, sharedOrder]),
    ],
  );
}

function toCells(before: number | undefined, after: number | undefined): string[] {
  if (before === undefined || after === undefined) return ["", "", ""];
  return [before, after, after - before].map((micros) => micros.toFixed(2));
}
