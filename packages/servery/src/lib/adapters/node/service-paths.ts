import { parsePathPattern, type PathSegment } from "../../base/path-pattern.ts";
import { isUnder, reservedPaths } from "../../contract/check-routes.ts";
import type { NamedOperation } from "../../contract/operation-tree.ts";

/** What the service answers itself, beside the operations. `/docs` is the transport's. */
const ownPaths = reservedPaths.filter((path) => path !== "/docs");

/** What is needed of a contract to know its paths. */
export interface PathsOfContract {
  readonly basePath: string;
  readonly list: readonly NamedOperation[];
}

/**
 * Makes the test that tells a service's paths from a site's. All below a `basePath` is the service's,
 * so that a wrong address there is answered as a program expects it.
 */
export function createServicePathTest({
  basePath,
  list,
}: PathsOfContract): (path: string) => boolean {
  const below = basePath === "" ? undefined : `${basePath}/`;
  const whole = new Set<string>();
  const patterns: string[] = [];
  for (const { operation } of list) {
    const segments = parsePathPattern(operation.path);
    if (segments.every((segment) => "literal" in segment)) whole.add(basePath + operation.path);
    else patterns.push(segments.map(toExpression).join(""));
  }
  const expression = patterns.length === 0 ? /^(?!)/ : new RegExp(`^(?:${patterns.join("|")})$`);
  const isOwn = (path: string) => ownPaths.some((own) => isUnder(path, own));
  return below === undefined
    ? (path) => isOwn(path) || whole.has(path) || expression.test(path)
    : (path) => path.startsWith(below) || isOwn(path);
}

function toExpression(segment: PathSegment): string {
  return "literal" in segment ? `/${RegExp.escape(segment.literal)}` : "/[^/]+";
}
