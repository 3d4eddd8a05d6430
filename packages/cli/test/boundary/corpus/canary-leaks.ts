import { Buffer } from "node:buffer";
import { generateKeyPairSync } from "node:crypto";

import { app, type CorpusCase, secrets, toGitHubToken } from "./corpus-case.ts";

/** A leak of one subject: a secret, or a module of the server's. */
interface CanaryLeak {
  readonly name: string;
  readonly subject: string;
}

/** An app that is built with canaries once, with a leak of each of its secrets or server modules. */
export interface CanaryApp extends Pick<CorpusCase, "files" | "vite"> {
  readonly leaks: readonly CanaryLeak[];
  /** Secrets that stay where they belong, of which nothing may be told. */
  readonly kept: readonly string[];
  /** Values of the secrets' shapes that are not those that leak. */
  readonly values: Readonly<Record<string, string>>;
}

const envelope = { format: "pem", type: "pkcs8" } as const;
const newKey = () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;

/** A configuration that refuses values of another shape, and writes them where front-end code can have them. */
const settings = `import { createPrivateKey } from "node:crypto";
import { crc32 } from "node:zlib";

const given = (name, read) => (process.env[name] === undefined ? "" : read(process.env[name]));
const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
function readToken(token) {
  let rest = crc32(token.slice(4, -6)), sum = "";
  for (; sum.length < 6; rest = Math.floor(rest / 62)) sum = base62[rest % 62] + sum;
  if (!token.startsWith("ghp_") || !token.endsWith(sum)) throw new Error("It is no token");
  return token;
}
function readAddress(address) {
  const { protocol, password, host } = new URL(address);
  if (protocol !== "postgres:" || password === "" || host !== "db.internal:5432") throw new Error("It is no address");
  return password;
}
function readEnvelope(pem) {
  createPrivateKey(pem);
  return pem.split("\\n")[2];
}
function readWebKey(text) {
  const key = JSON.parse(text);
  createPrivateKey({ key, format: "jwk" });
  return key.d;
}

if (process.env.THEME_KEY !== undefined) process.env.VITE_THEME = process.env.THEME_KEY;
export default {
  server: { proxy: { "/api": { target: "http://api.internal", headers: { cookie: given("SESSION_KEY", (key) => key) } } } },
  define: {
    DEFINED: JSON.stringify(given("PAYMENT_KEY", (key) => key)),
    WRAPPED: JSON.stringify(btoa(JSON.stringify({ user: 1, key: given("MAIL_KEY", (key) => key) }))),
    LINE: JSON.stringify(given("SIGNING_KEY", readEnvelope)),
    MEMBER: JSON.stringify(given("WEB_KEY", readWebKey)),
    TOKEN: JSON.stringify(given("DEPLOY_TOKEN", readToken)),
    ACCOUNT: JSON.stringify(given("ACCOUNT", (text) => JSON.parse(atob(text)).private_key)),
  },
  plugin: {
    name: "settings",
    transform: (code, id) => (id.endsWith("main.ts") ? code.replace("PASSWORD", JSON.stringify(given("DATABASE_URL", readAddress))) : null),
    generateBundle() {
      const source = JSON.stringify({ search: { key: given("SEARCH_KEY", (key) => key) } });
      this.emitFile({ type: "asset", fileName: "config.json", source });
    },
  },
};
`;

const shown = ["DEFINED", "WRAPPED", "LINE", "MEMBER", "TOKEN", "ACCOUNT", "PASSWORD"];

/** Ways to browsers that only a build with canaries shows: whoever checks them has none of the values. */
export const secretApp: CanaryApp = {
  vite: `await import("./settings.js").then(({ default: { define, plugin, server } }) => ({ define, server, plugins: [servery({ mode }), plugin] }))`,
  files: app(`document.title = String([${shown.join()}, import.meta.env.VITE_THEME]);`, {
    "settings.js": settings,
  }),
  kept: ["SESSION_KEY"],
  values: {
    DATABASE_URL: secrets.DATABASE_URL,
    SIGNING_KEY: String(newKey().export(envelope)),
    WEB_KEY: JSON.stringify(newKey().export({ format: "jwk" })),
    DEPLOY_TOKEN: toGitHubToken(),
    ACCOUNT: Buffer.from(
      JSON.stringify({ type: "account", private_key: "rQ3vZ8kT1xLmW5nYb7Hd" }),
    ).toString("base64"),
  },
  leaks: [
    { name: "a secret whose value nobody has who checks", subject: "PAYMENT_KEY" },
    { name: "such a secret, in Base64 of a document", subject: "MAIL_KEY" },
    { name: "such a secret, by a variable with a public prefix", subject: "THEME_KEY" },
    { name: "such a secret, in a configuration in JSON", subject: "SEARCH_KEY" },
    {
      name: "the password of an address that is checked, by a plugin",
      subject: "DATABASE_URL",
    },
    { name: "a line of a key that is read", subject: "SIGNING_KEY" },
    { name: "the private member of a JSON Web Key that is read", subject: "WEB_KEY" },
    { name: "a token whose checksum is checked", subject: "DEPLOY_TOKEN" },
    { name: "the key in an account that is in Base64", subject: "ACCOUNT" },
  ],
};

/** Modules of the server's of which something is left in what was built, however little, and one that is shaken away. */
export const moduleApp: CanaryApp = {
  files: app(
    `import { priceOf } from "../server/prices.ts";
import { unused } from "../server/unused.ts";
document.title = String(priceOf(location.hash.length));
if (false) unused();
import("./page.ts");
new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });`,
    {
      "src/page.ts": `import { rate } from "../server/rates.ts";\ndocument.title = [1].map(rate).join();`,
      "src/worker.ts": `import { Stock } from "../server/stock.ts";\npostMessage(new Stock().count());`,
      "server/rates.ts": `export const rate = (sum) => sum * 1.25;`,
      "server/stock.ts": `export class Stock { count() { return globalThis.stock; } }`,
      "server/unused.ts": `export function unused() { return 1; }`,
    },
  ),
  kept: ["SESSION_KEY"],
  values: {},
  leaks: [
    { name: "a function of the server's that was inlined", subject: "server/prices.ts" },
    { name: "a function of the server's in a lazy chunk", subject: "server/rates.ts" },
    { name: "a class of the server's in a worker", subject: "server/stock.ts" },
  ],
};
