import { basename } from "node:path/posix";

import type { ModuleFile } from "./module-file.ts";

/** The doors that a browser may open. */
const browserDoors = ["index.ts", "client.ts", "react.ts"];

/** Finds doors that do more than re-export by name, and files in `src` that are no door. */
export function findCrookedDoors(
  files: readonly ModuleFile[],
  doors: readonly string[],
): readonly string[] {
  const top = files.filter(({ path }) => !path.includes("/"));
  const strays = top.filter(({ path }) => !doors.includes(path));
  return [
    ...strays.map(({ path }) => `${path}: is no door that the package exports`),
    ...top.flatMap(({ path, program }) =>
      program.body
        .filter((node) => node.type !== "ExportNamedDeclaration" || node.source === null)
        .map((node) => `${path}: has a ${node.type}; a door only re-exports by name`),
    ),
  ];
}

/** Finds what stands in the kitchen and is in reach of a browser's door, with the way there. */
export function findOpenKitchens(
  files: readonly ModuleFile[],
  edges: ReadonlyMap<string, readonly string[]>,
): readonly string[] {
  const known = new Set(files.map(({ path }) => path));
  return browserDoors
    .filter((door) => known.has(door))
    .flatMap((door) =>
      waysToKitchen(door, edges).map((way) => `${basename(door)}: ${way.join(" → ")}`),
    );
}

function waysToKitchen(
  door: string,
  edges: ReadonlyMap<string, readonly string[]>,
): readonly (readonly string[])[] {
  const ways = new Map<string, readonly string[]>([[door, [door]]]);
  for (const [path, way] of ways)
    for (const next of edges.get(path) ?? []) if (!ways.has(next)) ways.set(next, [...way, next]);
  return [...ways.values()].filter((way) =>
    /^lib\/(server|adapters|vite)\//.test(way.at(-1) ?? ""),
  );
}
