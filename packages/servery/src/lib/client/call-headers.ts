/** Headers by name. */
export type HeaderValues = Readonly<Record<string, string>>;

/** Headers for every request, or what makes them anew for each attempt. */
export type HeadersSource = HeaderValues | (() => HeaderValues | Promise<HeaderValues>);

/** A client's own headers, names in lower case. */
export async function toSharedHeaders(source: HeadersSource | undefined): Promise<HeaderValues> {
  return mergeHeaders(typeof source === "function" ? await source() : source);
}

/** Headers of several sources, names in lower case; the later ones win. */
export function mergeHeaders(...sources: readonly (HeaderValues | undefined)[]): HeaderValues {
  const all = sources.flatMap((source) => Object.entries(source ?? {}));
  return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value]));
}
