import { databases } from "./providers/databases.ts";
import { madeForPages } from "./providers/made-for-pages.ts";
import { makers } from "./providers/makers.ts";
import { measuring } from "./providers/measuring.ts";
import { messengers, payments } from "./providers/money-and-mail.ts";
import type { Provider } from "./providers/provider.ts";
import { readings } from "./providers/readings.ts";

/** All well-known services. */
export const providers: readonly Provider[] = [
  ...databases,
  ...payments,
  ...messengers,
  ...makers,
  ...readings,
  ...madeForPages,
  ...measuring,
];

/** The well-known service at an address; the closest, where one lies below another. */
export function findProviderAt(host: string, path: string): Provider | undefined {
  const address = (host + path).toLowerCase();
  return closest(({ hosts }) =>
    hosts.filter((known) => {
      const [knownHost = "", ...below] = known.split("/");
      const isHost =
        host.toLowerCase() === knownHost || host.toLowerCase().endsWith(`.${knownHost}`);
      return isHost && (below.length === 0 || address.includes(known));
    }),
  );
}

/** The well-known service that a package is made for. */
export function findProviderOf(specifier: string): Provider | undefined {
  // Also as a page without a bundler imports it: `https://esm.sh/stripe@20`, `npm:stripe`.
  const name = specifier
    .replace(/^https?:\/\/(?:esm\.sh|cdn\.skypack\.dev|esm\.run)\//, "")
    .replace(/^https?:\/\/(?:cdn\.jsdelivr\.net\/npm|unpkg\.com)\//, "")
    .replace(/^(?:npm|jsr):/, "")
    .replace(/(?<=.)@[^/]*/, "");
  return closest(({ packages }) =>
    packages.filter((known) => name === known || name.startsWith(`${known}/`)),
  );
}

function closest(matchesOf: (provider: Provider) => readonly string[]): Provider | undefined {
  let best: Provider | undefined;
  let length = 0;
  for (const provider of providers)
    for (const match of matchesOf(provider))
      if (match.length > length) [best, length] = [provider, match.length];
  return best;
}
