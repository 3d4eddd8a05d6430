import { serialize } from "node:v8";
import { format, inspect } from "node:util";
import { describe, expect, test } from "vitest";

import { openSecrets } from "./open-secrets.ts";
import { isSecret, secret } from "./secret.ts";

const value = "sk_live_of_the_kitchen_4711";
const environment = { KEY: value };

/** What somebody may do to a secret without meaning to show it. */
const exposures: Readonly<Record<string, (key: object) => unknown>> = {
  "as JSON": (key) => JSON.stringify(key),
  "as JSON, within something": (key) => JSON.stringify({ deep: [{ key }] }),
  "in a template": (key) => `${key as unknown as string}`,
  "by String": (key) => String(key),
  "by toString": (key) => key.toString(),
  "by toLocaleString": (key) => key.toLocaleString(),
  "by valueOf": (key) => key.valueOf(),
  "added to a text": (key) => "" + (key as unknown as string),
  "joined to a text": (key) => ["a", key].join(),
  "as a number": (key) => Number(key),
  // oxlint-disable-next-line eqeqeq -- It is what is tried.
  "compared with a text": (key) => (key as unknown) == value,
  "as a name of a member": (key) => ({})[key as unknown as string],
  cloned: (key) => structuredClone(key),
  "cloned within something": (key) => structuredClone(new Map([["a", { key }]])),
  "serialised by V8": (key) => serialize({ key }),
  spread: (key) => ({ ...key }),
  assigned: (key) => Object.assign({}, key),
  "by its values": (key) => Object.values(key),
  "in an address": (key) => new URLSearchParams({ key: key as unknown as string }),
  "in a header": (key) => new Headers({ authorization: key as unknown as string }),
  "as an address": (key) => new URL(key as unknown as string, "https://a.example"),
  "formatted by %s": (key) => format("%s", key),
  "formatted by %j": (key) => format("%j", key),
  "formatted by %d": (key) => format("%d", key),
};

describe("a secret throws", () => {
  test.each(Object.entries(exposures))("%s", (_, expose) => {
    const key = secret("KEY");
    const { close } = openSecrets([key], environment);
    expect(() => expose(key)).toThrowError(
      expect.objectContaining({
        code: "secret_exposed",
        message: expect.stringMatching(/KEY.*\.reveal\(\)/),
      }),
    );
    expect(key.reveal()).toBe(value);
    close();
  });

  test("too where it is wrapped, and shows nothing", () => {
    const key = secret("KEY");
    const { close } = openSecrets([key], environment);
    const wrapped = new Proxy(key, {});
    expect(() => `${wrapped as unknown as string}`).toThrowError(/KEY/);
    expect(() => wrapped.reveal()).toThrowError(/KEY/);
    close();
  });
});

test("a console shows its name, however deep it looks", () => {
  const key = secret("KEY");
  const { close } = openSecrets([key], environment);
  for (const options of [
    {},
    { showHidden: true, depth: null, getters: true },
    { customInspect: false, showHidden: true, getters: true, showProxy: true },
  ] as const) {
    const shown = inspect({ key, all: [key] }, options);
    expect(shown).not.toContain(value);
    expect(shown).toContain("KEY");
  }
  expect(inspect(key)).toBe("Secret(KEY)");
  close();
});

test("no member of it, named or not, inherited or not, is its value", () => {
  const key = secret("KEY");
  const { close } = openSecrets([key], environment);
  const reachable: unknown[] = [];
  for (let at: object | null = key; at !== null; at = Object.getPrototypeOf(at) as object | null)
    for (const each of Reflect.ownKeys(at)) {
      const { value: held } = Object.getOwnPropertyDescriptor(at, each)!;
      reachable.push(each, held);
    }
  expect(reachable).not.toContain(value);
  expect(Object.isFrozen(key)).toBe(true);
  close();
});

test("is recognised, and nothing else is", () => {
  expect(isSecret(secret("KEY"))).toBe(true);
  for (const other of [undefined, null, "KEY", {}, { name: "KEY" }])
    expect(isSecret(other)).toBe(false);
});

describe("a secret has its value", () => {
  test("only while something is open that declares it", () => {
    const key = secret("KEY");
    const closed = { code: "secret_closed", message: expect.stringContaining("KEY") };
    expect(() => key.reveal()).toThrowError(expect.objectContaining(closed));
    const first = openSecrets([key, key], environment);
    const second = openSecrets([key], environment);
    first.close();
    first.close();
    expect(key.reveal()).toBe(value);
    second.close();
    expect(() => key.reveal()).toThrowError(expect.objectContaining(closed));
  });

  test("without the space around it, and none at all where it is optional", () => {
    const key = secret("KEY");
    const other = secret("OTHER", { optional: true });
    const { close, known } = openSecrets([key, other], { KEY: ` ${value}\n`, OTHER: " " });
    expect([key.reveal(), other.reveal()]).toEqual([value, undefined]);
    expect(known).toEqual([{ name: "KEY", value }]);
    close();
  });

  test("twice the same is fine, for two of one name too", () => {
    const [key, twin] = [secret("KEY"), secret("KEY")];
    const { close } = openSecrets([key, twin], environment);
    expect(twin.reveal()).toBe(key.reveal());
    close();
  });
});

test("all that is wrong is told at once, without a value, and then nothing is held", () => {
  const [key, short, gone] = [secret("KEY"), secret("SHORT"), secret("GONE")];
  const other = openSecrets([key], environment);
  const wrong = { KEY: "another-value-of-the-key", SHORT: "fifteen-letters" };
  const fine = secret("FINE", { optional: true });
  let message = "";
  try {
    openSecrets([fine, key, short, gone, secret("PATH_OF", { optional: true })], wrong);
  } catch (error) {
    ({ message } = error as Error);
    expect(error).toMatchObject({ code: "invalid_secrets" });
  }
  for (const name of ["KEY", "SHORT", "GONE"]) expect(message).toContain(`- ${name} `);
  for (const name of ["FINE", "PATH_OF", ...Object.values(wrong)])
    expect(message).not.toContain(name);
  expect(() => fine.reveal()).toThrowError(/FINE/);
  expect(key.reveal()).toBe(value);
  other.close();
});

test.each(["", "a b", "1KEY", "KEY=x", "schlüssel"])("%j is no name", (name) => {
  expect(() => secret(name)).toThrowError(expect.objectContaining({ code: "invalid_secret_name" }));
});
