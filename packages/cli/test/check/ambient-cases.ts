/** A handler, and what is to be found in it: what stands after each comment that names a kind, and nothing else. */
export interface Case {
  readonly is: string;
  /** The module that exports the handler as its default, or several files with it as `handler.ts`. */
  readonly code: string | Readonly<Record<string, string>>;
  readonly kind?: "query" | "mutation";
}

/** Handlers that read what the engine cannot see. */
export const ambientCases: readonly Case[] = [
  // Clocks.
  { is: "Date.now", code: `export default () => /*clock*/Date.now();` },
  {
    is: "new Date without arguments",
    code: `export default () => new /*clock*/Date().toISOString();`,
  },
  { is: "new Date without brackets", code: `export default () => new /*clock*/Date;` },
  { is: "Date as a function", code: `export default ({ input }) => /*clock*/Date(input.at);` },
  { is: "performance.now", code: `export default () => /*clock*/performance.now();` },
  {
    is: "performance of node:perf_hooks",
    code: `import { performance as timer } from "node:perf_hooks";
export default () => /*clock*/timer.now();`,
  },
  { is: "Temporal.Now", code: `export default () => /*clock*/Temporal.Now.instant();` },
  { is: "process.hrtime.bigint", code: `export default () => /*clock*/process.hrtime.bigint();` },
  {
    is: "a clock that is passed on",
    code: `const read = (clock) => clock();
export default () => read(/*clock*/Date.now);`,
  },
  {
    is: "a clock as the default of a parameter",
    code: `export default ({ input }, clock = /*clock*/Date.now) => clock() > input.at;`,
  },
  {
    is: "a clock taken apart",
    code: `const { now } = Date;
export default () => /*clock*/now();`,
  },
  {
    is: "a clock by another name",
    code: `const D = globalThis.Date;
export default () => /*clock*/D.now();`,
  },
  { is: "a clock by a text", code: `export default () => /*clock*/Date["now"]();` },
  { is: "a clock called without this", code: `export default () => (0, /*clock*/Date.now)();` },
  {
    is: "a clock within brackets, a cast and an optional chain",
    code: `export default () => /*clock*/(Date as any)?.now!();`,
  },
  {
    is: "dayjs of now",
    code: `import dayjs from "dayjs";
export default async () => /*clock*/dayjs().format();`,
  },
  // Randomness.
  { is: "Math.random", code: `export default () => /*random*/Math.random() > 0.5;` },
  { is: "crypto.randomUUID", code: `export default () => /*random*/crypto.randomUUID();` },
  {
    is: "randomBytes by another name",
    code: `import { randomBytes as draw } from "node:crypto";
export default () => /*random*/draw(8);`,
  },
  {
    is: "the default of crypto, unprefixed",
    code: `import crypto from "crypto";
export default () => /*random*/crypto.randomInt(6);`,
  },
  {
    is: "getRandomValues of webcrypto",
    code: `import { webcrypto } from "node:crypto";
export default () => /*random*/webcrypto.getRandomValues(new Uint8Array(4));`,
  },
  // The environment.
  { is: "process.env", code: `export default () => /*environment*/process.env.REGION;` },
  {
    is: "process.env taken apart",
    code: `export default () => {
  const { REGION } = /*environment*/process.env;
  return REGION;
};`,
  },
  {
    is: "process.env kept as an object",
    code: `import { env } from "node:process";
export default () => /*environment*/env["REGION"];`,
  },
  { is: "import.meta.env", code: `export default () => /*environment*/import.meta.env.REGION;` },
  {
    is: "process.argv and cwd",
    code: `export default () => [/*environment*/process.argv.length, /*environment*/process.cwd()];`,
  },
  {
    is: "the machine's name",
    code: `import os from "node:os";
export default () => /*environment*/os.hostname();`,
  },
  // The outside.
  {
    is: "fetch",
    code: `export default async () => (await /*outside*/fetch("https://example.com")).ok;`,
  },
  {
    is: "a file",
    code: `import { readFile } from "node:fs/promises";
export default async () => /*outside*/readFile("prices.csv");`,
  },
  {
    is: "all of fs",
    code: `import * as fs from "fs";
export default () => /*outside*/fs.readFileSync("prices.csv").length;`,
  },
  {
    is: "a module of Node's, imported when it runs",
    code: `export default async () => {
  const fs = await import("node:fs");
  return /*outside*/fs.existsSync("x");
};`,
  },
  {
    is: "a process",
    code: `import { execSync } from "node:child_process";
export default () => /*outside*/execSync("date").toString();`,
  },
  {
    is: "a timer",
    code: `export default () => new Promise((resolve) => /*timer*/setTimeout(resolve, 10));`,
  },
  {
    is: "a timer as a promise",
    code: `import { setTimeout as sleep } from "node:timers/promises";
export default async () => /*timer*/sleep(10);`,
  },
  // State.
  {
    is: "a counter",
    code: `let count = 0;
export default () => /*state*/count++;`,
  },
  {
    is: "a value that is read once and kept",
    code: `let rates: unknown;
export default async ({ db }) => (/*state*/rates ??= await db.all());`,
  },
  {
    is: "a map as a cache",
    code: `const cache = new Map();
export default ({ input }) => /*state*/cache.get(input.id) ?? cache.set(1, 2);`,
  },
  {
    is: "a map that another file fills",
    code: {
      "cache.ts": `export const cache = new Map<string, number>();
export function remember(id: string) {
  cache.set(id, 1);
}
`,
      "handler.ts": `import { cache } from "./cache.ts";
import { remember } from "./cache.ts";
export const other = () => remember;
export default ({ input }) => /*state*/cache.get(input.id);`,
    },
  },
  {
    is: "an object whose property is set",
    code: `const last = { id: "" };
const note = (id) => void (/*state*/last.id = id);
export default ({ input }) => {
  note(input.id);
  return 1;
};
`,
  },
  {
    is: "an array that grows within an object",
    code: `const seen = { ids: [] as string[] };
export default ({ input }) => /*state*/seen.ids.push(input.id);`,
  },
  {
    is: "an instance that changes itself",
    code: `class Memo {
  #kept = new Map();
  get(id) {
    if (!this.#kept.has(id)) this.#kept.set(id, id);
    return this.#kept.get(id);
  }
}
const memo = new Memo();
export default ({ input }) => /*state*/memo.get(input.id);`,
  },
  {
    is: "state in the closure of a factory",
    code: `function counting(inner) {
  let calls = 0;
  return (context) => {
    /*state*/calls += 1;
    return inner(context);
  };
}
export default counting(() => 1);`,
  },
  // The machine's zone and language.
  {
    is: "hours in the machine's zone",
    code: `export default ({ input }) => /*local-time*/new Date(input.at).getHours();`,
  },
  {
    is: "a date made of numbers",
    code: `export default ({ input }) => /*local-time*/new Date(input.year, 0, 1).toISOString();`,
  },
  {
    is: "a date kept in a variable",
    code: `export default ({ input }) => {
  const at = new Date(input.at);
  return /*local-time*/at.getFullYear();
};`,
  },
  {
    is: "a text in the machine's language",
    code: `export default ({ input }) => /*local-time*/input.total.toLocaleString();`,
  },
  {
    is: "a date without a zone",
    code: `export default ({ input }) => /*local-time*/new Date(input.at).toLocaleDateString("de");`,
  },
  {
    is: "a formatter without a zone",
    code: `export default ({ input }) => /*local-time*/new Intl.DateTimeFormat("de", { dateStyle: "short" }).format(input.at);`,
  },
  {
    is: "a formatter without a locale",
    code: `export default ({ input }) => /*local-time*/Intl.NumberFormat().format(input.total);`,
  },
  // Ways to get there.
  {
    is: "a helper that is given to another",
    code: `const isOld = (row) => row.at < /*clock*/Date.now();
export default async ({ db }) => (await db.all()).filter(isOld);`,
  },
  {
    is: "a helper within the handler",
    code: `export default () => {
  function today() {
    return /*clock*/Date.now();
  }
  return today();
};`,
  },
  {
    is: "a chain through three files and a re-export",
    code: {
      "clock.ts": `export function today() {
  return /*clock*/Date.now();
}
`,
      "index.ts": `export * from "./dates.ts";
`,
      "dates.ts": `export { today as dayOf } from "./clock.ts";
`,
      "shelf.ts": `import { dayOf } from "./index.ts";
export const toSummary = (row) => ({ ...row, day: dayOf() });
`,
      "handler.ts": `import { toSummary } from "./shelf.ts";
export default async ({ db }) => (await db.all()).map((row) => toSummary(row));`,
    },
  },
  {
    is: "a helper by its file",
    code: {
      "clock.ts": `export const today = () => /*clock*/Date.now();
export const never = () => Math.random();
`,
      "handler.ts": `import * as clock from "./clock.ts";
export default () => clock.today();`,
    },
  },
  {
    is: "a helper in an object",
    code: `const helpers = { today: () => /*clock*/Date.now(), never: () => Math.random() };
export default () => helpers.today();`,
  },
  {
    is: "helpers in an object that is asked by a name",
    code: `const orders = { price: { of: () => 1 }, chance: { of() {
  return /*random*/Math.random();
} } };
export default ({ input }) => orders[input.sort].of();`,
  },
  {
    is: "a method of a class",
    code: `class Clock {
  static zone = Math.random();
  today() {
    return /*clock*/Date.now();
  }
}
export default () => new Clock().today();`,
  },
  {
    is: "a static method",
    code: `class Clock {
  static today() {
    return /*clock*/Date.now();
  }
  static never() {
    return Math.random();
  }
}
export default () => Clock.today();`,
  },
  {
    is: "a handler that a factory made",
    code: `const make = (days) => async () => /*clock*/Date.now() - days;
export default make(3);`,
  },
  {
    is: "a handler in two wrappers",
    code: `const logged = (inner) => async (context) => inner(context);
export default logged(logged(async () => /*random*/Math.random()));`,
  },
  {
    is: "a handler that is bound",
    code: `async function list() {
  return /*clock*/Date.now();
}
export default list.bind(undefined);`,
  },
  {
    is: "what a factory was given in an object",
    code: `const create = ({ tools }) => () => tools.today();
export default create({ tools: { today: () => /*clock*/Date.now() } });`,
  },
  {
    is: "a helper that a factory made",
    code: `const createDays = (length) => {
  const made = 1;
  return { today: () => /*clock*/Date.now() / length + made };
};
const days = createDays(86400000);
export default () => days.today();`,
  },
  {
    is: "a prepared query",
    code: `import { prepared } from "servery/server";
const fresh = prepared((db, { id }) => db.selectFrom("notes").where("at", ">", /*clock*/Date.now()));
export default async ({ db, input }) => fresh.all(db, { id: input.id });`,
  },
  {
    is: "a helper that is imported when it runs",
    code: {
      "late.ts": `export const today = () => /*clock*/Date.now();
`,
      "handler.ts": `export default async () => (await import("./late.ts")).today();`,
    },
  },
  {
    is: "a handler in a package's wrapper",
    code: `import { memoize } from "memoize";
export default memoize(async () => /*clock*/Date.now());`,
  },
  {
    is: "a method of an instance, and one that it calls",
    code: `class Api {
  get() {
    return this.#today();
  }
  #today() {
    return /*clock*/Date.now();
  }
  place() {
    return Math.random();
  }
}
const api = new Api();
export default api.get.bind(api);`,
  },
  {
    is: "a getter",
    code: `const clock = {
  get today() {
    return /*clock*/Date.now();
  },
};
export default () => clock.today;`,
  },
  {
    is: "a helper by an import of the package's own",
    code: {
      "clock.ts": `export default function () {
  return /*clock*/Date.now();
}
`,
      "package.json": `{ "type": "module", "imports": { "#clock": "./clock.ts" } }`,
      "handler.ts": `import today from "#clock";
export default () => today();`,
    },
  },
];

/** Handlers that look as if they did, and do not. */
export const cleanCases: readonly Case[] = [
  {
    is: "the context's clock and chance",
    code: `export default ({ now, random }) => [now(), random.id()];`,
  },
  {
    is: "the context by one name",
    code: `export default (context) => context.now() + context.fetch;`,
  },
  {
    is: "a parameter that is called fetch",
    code: `export default ({ input: { fetch } }) => fetch("x");`,
  },
  {
    is: "a variable that is called Math",
    code: `export default () => {
  const Math = { random: () => 4 };
  return Math.random();
};`,
  },
  {
    is: "Date of another module",
    code: {
      "dates.ts": `export const Date = { now: () => 0 };
`,
      "handler.ts": `import { Date } from "./dates.ts";
export default () => Date.now();`,
    },
  },
  {
    is: "a function that is called setTimeout",
    code: `function setTimeout(run) {
  return run();
}
export default () => setTimeout(() => 1);`,
  },
  {
    is: "a class with a property that is called now",
    code: `export default ({ input }) => input.now() + input.process.env.X;`,
  },
  {
    is: "a date of what was given",
    code: `export default ({ input }) => new Date(input.at).toISOString();`,
  },
  {
    is: "a date of spread arguments",
    code: `export default ({ input }) => new Date(...input.parts).toISOString();`,
  },
  {
    is: "Date.parse and Date.UTC",
    code: `export default ({ input }) => Date.parse(input.at) + Date.UTC(2026, 0);`,
  },
  {
    is: "instanceof and typeof",
    code: `export default ({ input }) => input.at instanceof Date && typeof fetch === "function" && typeof Date.now;`,
  },
  {
    is: "texts and comments",
    code: `export default () => "Date.now()" + \`Math.random()\` /* process.env */;`,
  },
  {
    is: "types",
    code: `import type { Stats } from "node:fs";
type Clock = typeof Date.now;
export default ({ input }: { input: { at: Date; clock: typeof Math.random; stats: Stats } }) => input.at as Date;`,
  },
  {
    is: "functions that nobody calls",
    code: `export const today = () => Date.now();
function chance() {
  return Math.random();
}
export default () => {
  function never() {
    return Date.now();
  }
  const neither = () => process.env.X;
  return 1;
};
export const used = () => chance();`,
  },
  {
    is: "constants of the environment",
    code: `const region = process.env.REGION ?? "eu";
const { HOME } = process.env;
export const zone = process.env["TZ"];
export default () => [region, HOME, zone];`,
  },
  {
    is: "a constant of the time when it started",
    code: `const startedAt = Date.now();
const salt = Math.random();
export default () => startedAt + salt;`,
  },
  {
    is: "a table that is filled while its module is loaded",
    code: `const codes = new Map();
for (const code of ["a", "b"]) codes.set(code, 1);
["c"].forEach((code) => codes.set(code, 2));
function add(code) {
  codes.set(code, 3);
}
add("d");
export default ({ input }) => codes.get(input.code);`,
  },
  {
    is: "a let that is set while its module is loaded",
    code: `let size = 1;
if (process.platform === "linux") size = 2;
export default () => size;`,
  },
  {
    is: "collections of the call",
    code: `export default ({ input }) => {
  const seen = new Set();
  let total = 0;
  for (const id of input.ids) seen.add(id);
  input.ids.map((id) => (total += id));
  const count = () => void total++;
  count();
  return total + seen.size;
};`,
  },
  {
    is: "a query that is built",
    code: `const base = { set: (values) => ({ ...base, values }) };
export default () => base.set({ a: 1 });`,
  },
  {
    is: "an instance that changes nothing",
    code: `class Money {
  constructor(cents) {
    this.cents = cents;
  }
  add(other) {
    return new Money(this.cents + other);
  }
}
const shipping = new Money(499);
export default ({ input }) => shipping.add(input.cents);`,
  },
  {
    is: "dates in UTC",
    code: `export default ({ input }) => new Date(input.at).getUTCHours() + input.calendar.getDate();`,
  },
  {
    is: "formatters that say all",
    code: `export default ({ input }) => [
  new Date(input.at).toLocaleDateString("de", { timeZone: "UTC" }),
  new Intl.DateTimeFormat("de", { timeZone: "UTC" }).format(input.at),
  Intl.NumberFormat("de").format(input.total),
  input.total.toLocaleString("de"),
];`,
  },
  {
    is: "dayjs of what was given",
    code: `import dayjs from "dayjs";
export default ({ input }) => dayjs(input.at).valueOf();`,
  },
  {
    is: "digests, line ends and paths",
    code: `import { createHash } from "node:crypto";
import { EOL } from "node:os";
import { join } from "node:path";
export default ({ input }) => createHash("sha256").update(join(input.a, EOL)).digest("hex");`,
  },
  {
    is: "a mutation that reads the clock",
    kind: "mutation",
    code: `let count = 0;
export default () => [Date.now(), count++, process.env.X, fetch];`,
  },
  {
    is: "helpers that only a mutation calls",
    kind: "mutation",
    code: {
      "clock.ts": `export const today = () => Date.now();
`,
      "handler.ts": `import { today } from "./clock.ts";
export default () => today();`,
    },
  },
];
