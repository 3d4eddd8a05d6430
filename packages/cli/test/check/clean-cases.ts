import type { Case } from "./case-app.ts";

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
