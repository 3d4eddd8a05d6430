import { describe, expect, expectTypeOf, test } from "vitest";

import { loadConfig, type Setting } from "./config.ts";
import { readSettings } from "./settings.ts";

describe("a configuration", () => {
  test("has the values of the environment, in their types, and defaults for what is missing", () => {
    const config = loadConfig(
      {
        PORT: { type: "integer", default: 4000 },
        RATE: { type: "number", optional: true },
        VERBOSE: { type: "boolean", default: false },
        CURRENCY: { type: "text", oneOf: ["EUR", "USD"] },
        SITE: { type: "url", optional: true },
        KEY: { type: "text" },
      },
      { RATE: "0.5", VERBOSE: "yes", CURRENCY: "USD", SITE: "", KEY: "  k  " },
    );
    expect(config).toEqual({
      PORT: 4000,
      RATE: 0.5,
      VERBOSE: true,
      CURRENCY: "USD",
      SITE: undefined,
      KEY: "k",
    });
    expectTypeOf(config.PORT).toEqualTypeOf<number>();
    expectTypeOf(config.RATE).toEqualTypeOf<number | undefined>();
    expectTypeOf(config.VERBOSE).toEqualTypeOf<boolean>();
    expectTypeOf(config.CURRENCY).toEqualTypeOf<"EUR" | "USD">();
    expectTypeOf(config.SITE).toEqualTypeOf<string | undefined>();
  });

  test.each<[Setting, string, string | true]>([
    [{ type: "integer" }, "8080", true],
    [{ type: "integer" }, "1.5", "must be a whole number"],
    [{ type: "integer" }, "0x10", "must be a whole number"],
    [{ type: "integer" }, "99999999999999999999", "must be a whole number"],
    [{ type: "integer", min: 1 }, "0", "must be a whole number, at least 1"],
    [{ type: "integer", max: 9 }, "10", "must be a whole number, at most 9"],
    [{ type: "integer", min: 1, max: 9 }, "ten", "must be a whole number from 1 to 9"],
    [{ type: "number" }, "1e3", true],
    [{ type: "number" }, "1e999", "must be a number"],
    [{ type: "number" }, "Infinity", "must be a number"],
    [{ type: "boolean" }, "ON", true],
    [{ type: "boolean" }, "perhaps", 'must be "true" or "false"'],
    [{ type: "text", oneOf: ["a", "b"] }, "c", 'must be one of "a", "b"'],
    [{ type: "text", minLength: 32 }, "short", "must have at least 32 characters, it has 5"],
    [{ type: "url" }, "https://shop.example/x", true],
    [{ type: "url" }, "shop.example", "must be a whole address"],
    [{ type: "text" }, "   ", "is missing"],
    [{ type: "text", description: "the shop's key" }, "", "is missing: the shop's key"],
  ])("%j given %j: %s", (setting, text, expected) => {
    const load = () => loadConfig({ IT: setting }, { IT: text });
    if (expected === true) expect(load()).toHaveProperty("IT");
    else expect(load).toThrow(`  - IT ${expected}`);
  });

  test("tells all that is wrong at once, and never a value", () => {
    const load = () =>
      loadConfig(
        {
          PORT: { type: "integer" },
          MODE: { type: "text", oneOf: ["fast"] },
          LINK: { type: "url" },
          FLAG: { type: "boolean" },
          GONE: { type: "text" },
          LONG: { type: "text", minLength: 99 },
        },
        { PORT: "s3cret", MODE: "s3cret", LINK: "s3cret", FLAG: "s3cret", LONG: "s3cret" },
      );
    expect(load).toThrow(expect.objectContaining({ code: "invalid_config" }));
    expect(load).toThrow(/PORT [^]*MODE [^]*LINK [^]*FLAG [^]*GONE [^]*LONG /);
    expect(load).not.toThrow(/s3cret/);
  });
});

describe("the settings of every service", () => {
  test("have defaults that serve this machine alone", () => {
    expect(readSettings({})).toEqual({
      port: 4000,
      host: "127.0.0.1",
      database: "servery.db",
      logLevel: "info",
      logFormat: undefined,
      mode: "dev",
      origin: undefined,
      trustedProxies: 0,
    });
  });

  test("come from the environment", () => {
    const environment = {
      PORT: "80",
      HOST: "::",
      SERVERY_DATABASE: "/data/x.db",
      LOG_LEVEL: "debug",
      LOG_FORMAT: "json",
      NODE_ENV: "production",
      SERVERY_ORIGIN: "https://shop.example",
      SERVERY_TRUSTED_PROXIES: "2",
    };
    expect(readSettings(environment)).toEqual({
      port: 80,
      host: "::",
      database: "/data/x.db",
      logLevel: "debug",
      logFormat: "json",
      mode: "production",
      origin: "https://shop.example",
      trustedProxies: 2,
    });
  });

  test("that are wrong are refused together", () => {
    expect(() => readSettings({ PORT: "70000", LOG_LEVEL: "loud" })).toThrow(
      /PORT must[^]*LOG_LEVEL must/,
    );
  });
});
