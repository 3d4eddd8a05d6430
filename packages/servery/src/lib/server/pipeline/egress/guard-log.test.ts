import { describe, expect, test } from "vitest";

import { secret } from "../../../boundary/secrets/secret.ts";
import type { Log } from "../../../ports/log.ts";
import { createEgress } from "./egress.ts";
import { guardLog } from "./guard-log.ts";

const value = "sk_live_of_the_kitchen_4711";

function openLog(known = [{ name: "KEY", value }]) {
  const lines: [fields: object, message: string][] = [];
  const found: string[] = [];
  const keep = (fields: object, message: string) => void lines.push([fields, message]);
  const inner: Log = { debug: keep, info: keep, warn: keep, error: keep, child: () => inner };
  const egress = createEgress({ scan: true });
  egress.open(known);
  const log = guardLog(inner, egress, ({ secret: name }) => void found.push(name));
  return { log, lines, found };
}

describe("what is logged is changed only where a secret is", () => {
  const plain = { list: [1, { a: "b" }], error: new Error("no"), at: new Date(0), map: new Map() };

  test("else it is the very same", () => {
    const { log, lines, found } = openLog();
    log.info(plain, "A sentence");
    expect(lines).toEqual([[plain, "A sentence"]]);
    expect(lines[0]![0]).toBe(plain);
    expect(found).toEqual([]);
  });

  test("and what was given stays as it was", () => {
    const { log, lines, found } = openLog();
    const error = Object.assign(new TypeError(value), { code: "broken", seen: value });
    const given = { ...plain, error, words: [`<${value}>`, value], [value]: 1 };
    log.warn(given, `It is ${value}.`);
    const [fields, message] = lines[0]! as [typeof given, string];
    expect(message).toBe("It is Secret(KEY).");
    expect(fields).toMatchObject({
      list: plain.list,
      words: ["<Secret(KEY)>", "Secret(KEY)"],
      "Secret(KEY)": 1,
    });
    expect(fields.error).toMatchObject({
      name: "TypeError",
      message: "Secret(KEY)",
      code: "broken",
      seen: "Secret(KEY)",
    });
    expect(fields.error).toBeInstanceOf(Error);
    expect(fields.error.stack).toContain("guard-log.test.ts");
    expect(given.words[1]).toBe(value);
    expect(error.message).toBe(value);
    expect(new Set(found)).toEqual(new Set(["KEY"]));
  });
});

test.each<readonly [string, () => object]>([
  [
    "a circle",
    () => {
      const circle: Record<string, unknown> = { value };
      return (circle["self"] = circle);
    },
  ],
  [
    "a member that throws",
    () => ({
      get trap(): never {
        throw new Error(value);
      },
    }),
  ],
  [
    "a form that throws",
    () => ({
      trap: {
        toJSON() {
          throw new Error(value);
        },
      },
    }),
  ],
  ["a map and a set", () => ({ map: new Map([[value, [value]]]), set: new Set([value]) })],
  ["an address", () => ({ url: new URL(`https://a.example/${value}`) })],
  ["a cause", () => ({ error: new Error("a", { cause: new Error("b", { cause: { value } }) }) })],
  ["a boxed text", () => ({ boxed: new String(value), list: [new String(`<${value}>`)] })],
  ["many errors", () => ({ error: new AggregateError([new Error(value)], "a") })],
  ["an object without a prototype", () => Object.assign(Object.create(null) as object, { value })],
  ["something deep", () => ({ a: { a: { a: { a: { a: { a: { a: { a: value } } } } } } } })],
  ["a secret", () => ({ key: secret("KEY"), deep: [secret("KEY")] })],
])("%s shows nothing, and keeps no sentence from the log", async (_, make) => {
  const { inspect } = await import("node:util");
  const { log, lines } = openLog();
  log.error(make(), "A sentence");
  log.child(make()).info(make(), "Another");
  expect(lines.map(([, message]) => message)).toEqual(["A sentence", "Another"]);
  expect(inspect(lines, { depth: null }).includes(value)).toBe(false);
});

test("many secrets in one text, and one that is its own name, come to an end", () => {
  const known = Array.from({ length: 40 }, (_, index) => ({
    name: `KEY${index}`,
    value: `value-number-${index}-of-the-kitchen`,
  }));
  const { log, lines } = openLog([
    ...known,
    { name: "NAME_OF_THE_SECRET", value: "NAME_OF_THE_SECRET" },
  ]);
  log.info({ all: known.map((each) => each.value).join() }, "NAME_OF_THE_SECRET");
  expect(JSON.stringify(lines)).not.toMatch(/value-number|NAME_OF/);
});

test("a secret of digits alone is hidden in numbers too", () => {
  const { log, lines } = openLog([{ name: "KEY", value: "4711081547110815" }]);
  log.info({ all: [4711081547110815, 4711081547110815n, 4711], "4711081547110815": 1 }, "Here");
  expect(lines).toEqual([
    [{ all: ["Secret(KEY)", "Secret(KEY)", 4711], "Secret(KEY)": 1 }, "Here"],
  ]);
});

test("in mixed escapes only the secret is hidden, and told of once", () => {
  const { log, lines, found } = openLog([{ name: "KEY", value: "ab'cd/efghijklmnop" }]);
  log.info({}, "Before ab%26%23x27;cd/efghijklmnop after, and then 100 %");
  expect(lines).toEqual([[{}, "Before Secret(KEY) after, and then 100 %"]]);
  expect(found).toEqual(["KEY"]);
});

test("in a box too, and what is in one without a secret stays as it is", () => {
  const { log, lines } = openLog([{ name: "KEY", value: "4711081547110815" }]);
  const boxed = [
    new String("4711081547110815"),
    new Number(4711081547110815),
    Object(4711081547110815n),
  ];
  const plain = { text: new String("soup"), number: new Number(4711) };
  log.info({ boxed }, "Here");
  log.info(plain, "There");
  expect(lines[0]![0]).toEqual({ boxed: ["Secret(KEY)", "Secret(KEY)", "Secret(KEY)"] });
  expect(lines[1]![0]).toBe(plain);
});
