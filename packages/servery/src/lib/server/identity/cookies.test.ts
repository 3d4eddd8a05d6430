import { describe, expect, test } from "vitest";
import { createCookies } from "./cookies.ts";

const token = "A".repeat(43);
const other = "B".repeat(43);
const request = (headers: Readonly<Record<string, string>>) => (name: string) => headers[name];

describe.each(["production", "dev"] as const)("in %s", (mode) => {
  const cookies = createCookies("shop", mode, "strict");
  const name = mode === "dev" ? "shop-session" : "__Host-shop-session";
  const from = (cookie: string) => request({ host: "localhost:4000", cookie });

  test.each([
    ["alone", `${name}=${token}`, token],
    ["among others", `a=b; ${name}=${token}; c=d`, token],
    ["under a longer name", `my${name}=${token}`, undefined],
    ["twice", `${name}=${token}; ${name}=${other}`, "malformed"],
    ["cut short", `${name}=${token.slice(1)}`, "malformed"],
  ])("reads the session %s", (_, cookie, expected) => {
    expect(cookies.session(from(cookie))).toBe(expected);
  });
});

test("requests of one source have one session, whatever else they say", () => {
  const cookie = `shop-session=${token}; __Host-shop-session=${other}`;
  const hosts = ["localhost:4000", "shop.example", "127.0.0.1"];
  for (const mode of ["production", "dev"] as const) {
    const cookies = createCookies("shop", mode, "strict");
    const sessions = new Map<string | undefined, unknown>();
    for (const host of hosts) {
      const header = request({ host, cookie });
      const source = cookies.sourceOf(header);
      const session = cookies.session(header);
      expect(sessions.get(source) ?? session).toBe(session);
      sessions.set(source, session);
    }
    expect(new Set(sessions.values()).size).toBe(mode === "dev" ? 2 : 1);
  }
  expect(createCookies("shop", "dev", "strict").sourceOf(request({}))).toBeUndefined();
});
