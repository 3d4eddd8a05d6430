import { parsePathPattern, type PathSegment } from "../base/path-pattern.ts";
import type { NamedOperation } from "./operation-tree.ts";

/** Names that an operation or a group of them cannot have: languages and clients give them a meaning. */
export const reservedNames: ReadonlySet<string> = new Set([
  "__proto__",
  "constructor",
  "prototype",
  "then",
  "catch",
  "finally",
  "toJSON",
  "safe",
  "watch",
]);

/** Paths that a service serves itself. */
export const reservedPaths: readonly string[] = [
  "/openapi.json",
  "/docs",
  "/healthz",
  "/readyz",
  "/_servery",
];

/** Duplicate and reserved routes, each as a sentence. */
export function findRouteMistakes(list: readonly NamedOperation[], basePath: string): string[] {
  const mistakes: string[] = [];
  const taken = new Map<string, string>();
  for (const { id, operation } of list) {
    const shape = routeShape(operation.path);
    if (shape === undefined) continue; // The operation's own check tells of it.
    const route = `${operation.method} ${basePath}${shape}`;
    const other = taken.get(route);
    if (other === undefined) taken.set(route, id);
    else
      mistakes.push(
        `${id}: its route ${operation.method} ${operation.path} is also that of ${other}`,
      );
    const reserved = reservedPaths.find((path) => isUnder(`${basePath}${shape}`, path));
    if (reserved !== undefined)
      mistakes.push(
        `${id}: its path ${operation.path} is reserved, the service itself serves ${reserved}`,
      );
  }
  return mistakes;
}

function routeShape(path: string): string | undefined {
  try {
    return `/${parsePathPattern(path).map(segmentShape).join("/")}`;
  } catch {
    return undefined;
  }
}

function segmentShape(segment: PathSegment): string {
  return "literal" in segment ? segment.literal : ":";
}

/** True for `prefix` itself and what lies below it. */
export function isUnder(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}
