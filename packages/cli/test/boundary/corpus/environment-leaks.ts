import { app, type CorpusCase, paymentKey, show } from "./corpus-case.ts";

const found = ["build", "bundle"] as const;

/** Secrets that a bundler puts in the place of a variable. */
export const environmentLeaks: readonly CorpusCase[] = [
  {
    name: "a variable for browsers that has a secret's value",
    found: ["graph", "build", "bundle"],
    files: app(show("import.meta.env.VITE_PAYMENT_KEY"), {
      ".env": `VITE_PAYMENT_KEY=${paymentKey}\n`,
    }),
  },
  {
    name: "a harmless name for a secret's value",
    found: ["graph", "build", "bundle"],
    files: app(show("import.meta.env.VITE_THEME"), {
      ".env.production": `VITE_THEME=${paymentKey}\n`,
    }),
  },
  {
    name: "the whole environment of browsers, with a secret in it",
    found: ["graph", "build", "bundle"],
    files: app(show("JSON.stringify(import.meta.env)"), { ".env": `VITE_KEY=${paymentKey}\n` }),
  },
  {
    name: "a secret that is defined",
    found,
    vite: `{ define: { __KEY__: JSON.stringify(process.env.PAYMENT_KEY) } }`,
    files: app(`declare const __KEY__: string;\n${show("__KEY__")}`),
  },
  {
    name: "the whole environment that is defined",
    found,
    vite: `{ define: { "process.env": JSON.stringify({ PAYMENT_KEY: process.env.PAYMENT_KEY, MODE: "x" }) } }`,
    files: app(show("JSON.stringify(process.env)")),
  },
  {
    name: "a prefix that is a secret's",
    found,
    vite: `{ envPrefix: ["VITE_", "PAYMENT_"] }`,
    files: app(show("import.meta.env.PAYMENT_KEY"), { ".env": `PAYMENT_KEY=${paymentKey}\n` }),
  },
  {
    name: "a secret in the page's own placeholders",
    found: ["build", "bundle"],
    files: app(`document.title = "x";`, {
      ".env": `VITE_META=${paymentKey}\n`,
      "index.html": `<!doctype html><head><meta name="key" content="%VITE_META%"></head><body><script type="module" src="/src/main.ts"></script></body>`,
    }),
  },
];
