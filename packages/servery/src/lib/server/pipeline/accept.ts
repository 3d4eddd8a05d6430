import Negotiator from "negotiator";
import type { Exchange } from "../../ports/exchange.ts";
import { refuse } from "../handling/refusal.ts";

const servedTypes = ["application/json"];
const servedEncodings = ["br", "gzip"] as const;

/** A content encoding that is served. */
export type Encoding = (typeof servedEncodings)[number];

const remembered = 200;
const longestRemembered = 200;

/** What the published types of negotiator leave out. */
interface PreferringNegotiator {
  encodings(available: readonly string[], options: { preferred: readonly string[] }): string[];
}

/** Remembers what a header means: callers send few different ones, and reading one is slow. */
function memoize<T>(compute: (header: string) => T): (header: string) => T {
  const known = new Map<string, T>();
  return (header) => {
    let answer = known.get(header);
    if (answer === undefined && !known.has(header)) {
      answer = compute(header);
      if (known.size < remembered && header.length <= longestRemembered) known.set(header, answer);
    }
    return answer as T;
  };
}

const acceptsJson = memoize(
  (accept) => new Negotiator({ headers: { accept } }).mediaType(servedTypes) !== undefined,
);

const bestEncoding = memoize((header): Encoding | undefined => {
  const negotiator = new Negotiator({
    headers: { "accept-encoding": header },
  }) as PreferringNegotiator;
  const [best] = negotiator.encodings([...servedEncodings, "identity"], {
    preferred: servedEncodings,
  });
  return best === "br" || best === "gzip" ? best : undefined;
});

/** Refuses a caller that cannot take JSON (RFC 9110 §12.5.1). Without `Accept` anything is taken. */
export function assertAcceptsJson(exchange: Exchange): void {
  const accept = exchange.header("accept");
  if (accept === undefined || accept === "*/*" || accept === "application/json") return;
  if (acceptsJson(accept)) return;
  throw refuse("not_acceptable", `Only "application/json" is served here: add it to Accept.`);
}

/** The encoding that the caller likes best of those served, `undefined` for none (RFC 9110 §12.5.3). */
export function chooseEncoding(exchange: Exchange): Encoding | undefined {
  const header = exchange.header("accept-encoding");
  return header === undefined || header === "" ? undefined : bestEncoding(header);
}
