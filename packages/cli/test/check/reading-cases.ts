import type { Case } from "./case-app.ts";

/** Handlers that read what the engine cannot see. */
export const readingCases: readonly Case[] = [
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
];
