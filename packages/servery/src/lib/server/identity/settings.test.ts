import { describe, expect, it, test } from "vitest";

import { type IdentitySettings, toIdentitySettings } from "./settings.ts";

const inProduction = { mode: "production", port: 4000 } as const;
const inDev = { mode: "dev", port: 4000 } as const;
const origin = "https://shop.example";

test.each<[string, IdentitySettings, RegExp]>([
  ["no origin", {}, /origin is missing: say where the front-end is/],
  ["an origin that is none", { origin: "http:" }, /origin is "http:": write scheme and host/],
  ["an origin with a path", { origin: `${origin}/` }, /without a path or a slash/],
  ["an origin without TLS", { origin: "http://shop.example" }, /links with secrets .* need https/],
  ["a page elsewhere", { origin, pages: { invitation: "//evil.example" } }, /pages\.invitation/],
  ["short passwords", { origin, passwords: { minLength: 7 } }, /it may be 8 to 64/],
  ["sessions of no time", { origin, sessions: { idleMs: 0 } }, /idleMs is 0: .* at least 1000/],
  ["sessions of NaN", { origin, sessions: { freshMs: Number.NaN } }, /freshMs is NaN/],
])("settings with %s are refused", (_what, given, message) => {
  expect(() => toIdentitySettings(given, inProduction)).toThrow(message);
});

test("all mistakes are told at once", () => {
  const given = { origin: "x", passwords: { minLength: 1 } };
  expect(() => toIdentitySettings(given, inProduction)).toThrow(/origin is "x".*minLength is 1/);
});

describe("settings", () => {
  it("have defaults, and the environment's port while writing", () => {
    expect(toIdentitySettings({}, inDev)).toMatchObject({
      origin: "http://localhost:4000",
      pages: { resetPassword: "/reset-password", social: "/signed-in" },
      minLength: 15,
      lifetimes: { idleMs: 604_800_000, absoluteMs: 2_592_000_000, freshMs: 600_000 },
      sameSite: "strict",
    });
  });

  it.each(["http://localhost:4000", "http://127.0.0.1:4000", "http://[::1]:4000"])(
    "take %s in production, for a try on one's own machine",
    (given) => expect(toIdentitySettings({ origin: given }, inProduction).origin).toBe(given),
  );
});
