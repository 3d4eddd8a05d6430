import { functionsAround } from "./observe/surroundings.ts";
import type { Sight } from "./sight.ts";

/** Says of calls that stand in one function and ask different services, that their answers are put together. */
export function withSources(sights: readonly Sight[]): readonly Sight[] {
  const hosts = new Map<unknown, Set<string>>();
  for (const sight of sights) {
    const [scope, host] = [scopeOf(sight), hostOf(sight)];
    if (scope !== undefined && host !== undefined)
      hosts.set(scope, (hosts.get(scope) ?? new Set<string>()).add(host));
  }
  return sights.map((sight) => {
    const own = hostOf(sight);
    const others = [...(hosts.get(scopeOf(sight)) ?? [])].filter((host) => host !== own);
    if (own === undefined || others.length === 0) return sight;
    const seen = { fact: "several-sources", by: `${own} and ${others.join(", ")}` } as const;
    return { ...sight, observed: [...sight.observed, seen] };
  });
}

/** The outermost function: what a component or a function of the app's is. */
function scopeOf({ source, node }: Sight) {
  return functionsAround(source, node).at(-1);
}

/** Whom a call asks for data; what it writes, shows or runs is not put together with anything. */
function hostOf({ target, request }: Sight): string | undefined {
  if (target?.kind !== "other" || request.method !== "GET") return undefined;
  const isShown = /^(?:script|img|iframe|importScripts)$/.test(request.by);
  if (isShown || target.provider?.keys === "public") return undefined;
  return target.provider?.name ?? target.host;
}
