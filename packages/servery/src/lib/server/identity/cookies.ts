import { isLoopbackHeader } from "../../base/loopback.ts";

/** The cookies of an identity, by the rules of RFC 6265bis: `__Host-`, so that no other host can set them. */
export interface Cookies {
  /** The session's token, `undefined` without one; `malformed` for what is none, or for several. */
  session(header: HeaderOf): string | "malformed" | undefined;
  /** All of a request that decides what `session` answers, as one text; `undefined` where there is no cookie. */
  sourceOf(header: HeaderOf): string | undefined;
  /** The device's token, where there is one. */
  device(header: HeaderOf): string | undefined;
  /** The name of a cookie, and the `Set-Cookie` that sets it; without a token the one that clears it. */
  toSet(header: HeaderOf, cookie: OwnCookie, token: string, maxAgeMs: number): SetCookie;
  toClear(header: HeaderOf, cookie: OwnCookie): SetCookie;
}

type OwnCookie = "session" | "device";
type HeaderOf = (name: string) => string | undefined;
type SetCookie = readonly [name: string, value: string];

/** When browsers send the cookie along. */
export type SameSite = "strict" | "lax" | "none";

const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

/** Makes the {@link Cookies} of a contract, whose name is in theirs: all ports of a host share cookies. */
export function createCookies(
  contractName: string,
  mode: "dev" | "production",
  sameSite: SameSite,
): Cookies {
  /** Not every browser takes a `Secure` cookie over http of its own machine. */
  const isPlain = (header: HeaderOf) => mode === "dev" && isLoopbackHeader(header("host"));
  const nameOf = (header: HeaderOf, cookie: OwnCookie) =>
    `${isPlain(header) ? "" : "__Host-"}${contractName}-${cookie}`;
  const write = (
    header: HeaderOf,
    cookie: OwnCookie,
    value: string,
    seconds: number,
  ): SetCookie => {
    const name = nameOf(header, cookie);
    const plain = isPlain(header);
    // Browsers take `SameSite=None` only with `Secure`.
    const site = sameSiteNames[plain && sameSite === "none" ? "lax" : sameSite];
    const secure = plain ? "" : "; Secure";
    return [
      name,
      `${name}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=${site}${secure}`,
    ];
  };
  return {
    session: (header) => readToken(header("cookie"), nameOf(header, "session")),
    sourceOf(header) {
      const cookie = header("cookie");
      return mode === "production" || cookie === undefined
        ? cookie
        : `${header("host") ?? ""}\n${cookie}`;
    },
    device(header) {
      const token = readToken(header("cookie"), nameOf(header, "device"));
      return token === "malformed" ? undefined : token;
    },
    toSet: (header, cookie, token, maxAgeMs) =>
      write(header, cookie, token, Math.floor(maxAgeMs / 1000)),
    toClear: (header, cookie) => write(header, cookie, "", 0),
  };
}

const sameSiteNames = { strict: "Strict", lax: "Lax", none: "None" } as const;

/** Reads one cookie. With several of its name, somebody else has set one: none is believed. */
function readToken(header: string | undefined, name: string): string | "malformed" | undefined {
  if (header === undefined) return undefined;
  const prefix = `${name}=`;
  let found: string | undefined;
  let from = 0;
  while (from < header.length) {
    const end = header.indexOf(";", from);
    const to = end < 0 ? header.length : end;
    while (header.charCodeAt(from) === 32) from++;
    if (header.startsWith(prefix, from)) {
      if (found !== undefined) return "malformed";
      found = header.slice(from + prefix.length, to).trimEnd();
    }
    from = to + 1;
  }
  if (found === undefined || found === "") return undefined;
  return tokenPattern.test(found) ? found : "malformed";
}
