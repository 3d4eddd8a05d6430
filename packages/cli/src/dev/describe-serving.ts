import { printRoutes, type RouteLine } from "../output/route-table.ts";
import { style } from "../output/style.ts";

/** A service that has come up. */
export interface Serving {
  readonly title: string;
  readonly url: string;
  readonly networkUrls: readonly string[];
  readonly routes: readonly RouteLine[];
  /** From the start of the process. */
  readonly milliseconds: number;
}

/** What to say of a service that has come up: all at first, later what has changed. */
export function describeServing(now: Serving, before: Serving | undefined): string {
  const took = style("dim", `in ${now.milliseconds} ms`);
  if (before !== undefined) {
    const changes = describeChanges(before.routes, now.routes);
    return [`${style("green", "restarted")} ${now.url} ${took}`, ...changes].join("\n");
  }
  return [
    `\n${style("bold", now.title)} is on ${style(["bold", "cyan"], now.url)} ${took}`,
    ...now.networkUrls.map((url) => `in its networks on ${style("cyan", url)}`),
    style("dim", `reference ${now.url}/docs · description ${now.url}/openapi.json\n`),
    printRoutes(now.routes),
    "",
  ].join("\n");
}

function describeChanges(before: readonly RouteLine[], now: readonly RouteLine[]): string[] {
  const known = new Set(before.map(toText));
  const kept = new Set(now.map(toText));
  return [
    ...before
      .filter((route) => !kept.has(toText(route)))
      .map((route) => style("red", `- ${toText(route)}`)),
    ...now
      .filter((route) => !known.has(toText(route)))
      .map((route) => style("green", `+ ${toText(route)}`)),
  ];
}

function toText({ method, path, id, kind, access, limit }: RouteLine): string {
  return [method, path, id, kind, access, limit].join("  ").trimEnd();
}
