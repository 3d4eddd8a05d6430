import type { Case } from "./case-app.ts";

/** Handlers that get to a clock or to chance in roundabout ways. */
export const reachingCases: readonly Case[] = [
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
