import type { Stages } from "../measure/stages.ts";
import { toTable } from "./table.ts";

/** The stages for people, in microseconds: anonymous before, signed in after, and what came on top. */
export function toStagesTable(before: Stages, after: Stages): string {
  const names = Object.keys(before.read) as (keyof Stages["read"])[];
  const sum = (stages: Stages["read"]) => names.reduce((total, name) => total + stages[name], 0);
  const toRow = (title: string, of: (stages: Stages) => readonly (number | undefined)[]) => {
    const [readBefore, cachedBefore, orderBefore] = of(before);
    const [readAfter, cachedAfter, orderAfter] = of(after);
    return [
      title,
      ...toCells(readBefore, readAfter),
      ...toCells(cachedBefore, cachedAfter),
      ...toCells(orderBefore, orderAfter),
    ];
  };
  return toTable(
    ["µs", ...toHead("read"), ...toHead("cached"), ...toHead("order, alone")],
    [
      ...names.map((name) =>
        toRow(name, ({ read, cached, order }) => [read[name], cached[name], order[name]]),
      ),
      toRow("all stages", ({ read, cached, order }) => [sum(read), sum(cached), sum(order)]),
      toRow("of execute: the snapshot", ({ snapshot }) => [snapshot]),
      toRow("all, 64 orders sharing commits", ({ sharedOrder }) => [
        undefined,
        undefined,
        sharedOrder,
      ]),
    ],
  );
}

function toHead(title: string): string[] {
  return [title, "signed in", "more"];
}

function toCells(before: number | undefined, after: number | undefined): string[] {
  if (before === undefined || after === undefined) return ["", "", ""];
  return [before, after, after - before].map((micros) => micros.toFixed(2));
}
