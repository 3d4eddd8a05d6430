type HeaderValues = Readonly<Record<string, string>>;

/** Headers for every request, or what makes them anew for each attempt. */
export type HeadersSource = HeaderValues | (() => HeaderValues | Promise<HeaderValues>);

/** The client's own headers and then the call's, names in lower case. */
export async function toCallHeaders(
  source: HeadersSource | undefined,
  own: HeaderValues | undefined,
): Promise<HeaderValues> {
  const shared = typeof source === "function" ? await source() : source;
  const all = [...Object.entries(shared ?? {}), ...Object.entries(own ?? {})];
  return Object.fromEntries(all.map(([name, value]) => [name.toLowerCase(), value]));
}
