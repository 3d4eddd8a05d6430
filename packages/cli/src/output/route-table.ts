import type { Contract, NamedOperation } from "servery";

import { style } from "./style.ts";
import { toTable } from "./table.ts";

/** A route as a line shows it; plain data, so that it can travel between processes. */
export interface RouteLine {
  readonly method: string;
  readonly path: string;
  readonly id: string;
  readonly kind: string;
  readonly access: string;
  readonly limit: string;
}

/** The routes of a contract, in its order. */
export function toRouteLines({ list, basePath }: Contract): RouteLine[] {
  return list.map(({ id, operation }: NamedOperation) => ({
    method: operation.method,
    path: basePath + operation.path,
    id,
    kind: operation.kind,
    access: toText(operation.access),
    limit: operation.limit === undefined ? "" : toText(operation.limit),
  }));
}

/** Routes as a table for people, with a head. */
export function printRoutes(routes: readonly RouteLine[]): string {
  const head = ["METHOD", "PATH", "OPERATION", "KIND", "ACCESS", "LIMIT"].map((name) =>
    style("dim", name),
  );
  const rows = routes.map((route) => [
    style(route.kind === "query" ? "green" : "yellow", route.method),
    style("bold", route.path),
    route.id,
    style("dim", route.kind),
    route.access,
    style("dim", route.limit),
  ]);
  return toTable([head, ...rows]);
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(toText).join(" | ");
  if (typeof value !== "object" || value === null) return String(value);
  const named = value as { readonly name?: unknown };
  return typeof named.name === "string" ? named.name : JSON.stringify(value);
}
