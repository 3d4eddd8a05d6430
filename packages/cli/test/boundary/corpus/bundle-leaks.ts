import { Buffer } from "node:buffer";
import { brotliCompressSync, gzipSync } from "node:zlib";

import {
  app,
  type Bundler,
  type CorpusCase,
  paymentKey,
  secrets,
  show,
  toGitHubToken,
} from "./corpus-case.ts";

const all: readonly Bundler[] = ["vite", "rollup", "rolldown", "esbuild"];
const found = ["bundle"] as const;

/** The key written in a source, as an expression. */
function written(name: string, expression: string): CorpusCase {
  return { name, found, bundlers: all, files: app(show(expression)) };
}

/** The key in a file that is sent as it is. */
function sent(name: string, path: string, content: string | Uint8Array): CorpusCase {
  return { name, found, files: app(`document.title = "x";`, { [`public/${path}`]: content }) };
}

const key = paymentKey;
const bytes = Buffer.from(key);
const quoted = JSON.stringify(key);
const half = key.length / 2;
/** A short text is stored as it is; of this one what is compressed must be put together again. */
const repeated = JSON.stringify([`${key.slice(0, 14)} ${key.slice(9)}, `.repeat(40), key]);
function unlike(compressed: Uint8Array): Uint8Array {
  if (Buffer.from(compressed).includes(key)) throw new Error("The key stands in it as it is.");
  return compressed;
}
const base64After = (before: string) => Buffer.from(`${before}${key} and more`).toString("base64");
const escaped = (mark: string, digits: number) =>
  [...key].map((sign) => mark + sign.charCodeAt(0).toString(16).padStart(digits, "0")).join("");

const toPart = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const serviceRole = [
  toPart({ alg: "HS256", typ: "JWT" }),
  toPart({ iss: "supabase", ref: "abcdefghijklmnopqrst", role: "service_role", iat: 1, exp: 2e9 }),
  Buffer.from("not a signature, but as long as one").toString("base64url"),
].join(".");

const pem = [
  `-----BEGIN ${"PRIVATE"} KEY-----`,
  ...Array.from({ length: 6 }, (_, line) =>
    Buffer.from(`line ${line} of a key that is no key at all, ok`).toString("base64"),
  ),
  `-----END ${"PRIVATE"} KEY-----`,
].join("\n");

/** Secrets in what is emitted, in every way of writing them. */
export const bundleLeaks: readonly CorpusCase[] = [
  written("the key as it is", quoted),
  written("the key as Base64", `"${Buffer.from(key).toString("base64")}"`),
  written("the key within Base64, one byte after a border", `"${base64After("x")}"`),
  written("the key within Base64, two bytes after a border", `"${base64After("xy")}"`),
  written("the key as Base64 for addresses", `"${Buffer.from(`??>${key}`).toString("base64url")}"`),
  written("the key as hexadecimal digits", `"${bytes.toString("hex")}"`),
  written("the key as capital hexadecimal digits", `"${bytes.toString("hex").toUpperCase()}"`),
  written("the key split in two", `"${key.slice(0, half)}" + "${key.slice(half)}"`),
  written(
    "the key split in constants",
    `(() => { const a = "${key.slice(0, 7)}"; const b = "${key.slice(7)}"; return a + b; })()`,
  ),
  written("the key in a template", `\`Bearer \${"${key.slice(0, half)}"}${key.slice(half)}\``),
  written("the key joined from parts", `[${JSON.stringify([...key])}.join("")]`),
  written("the key from codes of characters", `String.fromCharCode(${[...bytes].join(",")})`),
  written("the key backwards", `"${[...key].toReversed().join("")}".split("").reverse().join("")`),
  written("the key decoded where it runs", `atob("${bytes.toString("base64")}")`),
  sent("the key in unicode escapes", "app.js", `document.title = "${escaped("\\u", 4)}";`),
  sent("the key in hexadecimal escapes", "app.js", `document.title = "${escaped("\\x", 2)}";`),
  sent("the key in an address", "feed.xml", `<a href="?k=${encodeURIComponent(`${key}`)}"/>`),
  sent("the key in JSON", "config.json", JSON.stringify({ payment: { key } })),
  sent(
    "the key in JSON within JSON",
    "state.json",
    JSON.stringify({ state: JSON.stringify({ key: `"${key}"` }) }),
  ),
  sent("the key in a style", "theme.css", `.pay::after { content: "${key}"; }`),
  sent(
    "the key in a picture",
    "logo.svg",
    `<svg xmlns="http://www.w3.org/2000/svg"><!-- ${key} --></svg>`,
  ),
  sent("the key in a compressed asset (gzip)", "data.json.gz", unlike(gzipSync(repeated))),
  sent(
    "the key in a compressed asset (Brotli)",
    "data.json.br",
    unlike(brotliCompressSync(repeated)),
  ),
  sent(
    "the key in WebAssembly",
    "pay.wasm",
    Buffer.concat([
      Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]),
      Buffer.from(`\0\x0bdata ${key}\0`),
    ]),
  ),
  sent(
    "the key in a data URL",
    "page.html",
    `<script src="data:text/javascript;base64,${Buffer.from(`pay("${key}")`).toString("base64")}"></script>`,
  ),
  sent(
    "the key in a state that a page was rendered with",
    "rendered.html",
    `<!doctype html><script>window.__STATE__ = ${JSON.stringify({ user: null, key }).replaceAll("_", "\\u005f")}</script>`,
  ),
  sent(
    "the key in a comment of a page",
    "about.html",
    `<!doctype html><!-- TODO remove ${key} --><p>Hi`,
  ),
  sent(
    "the key in a source map alone",
    "old.js.map",
    JSON.stringify({
      version: 3,
      sources: ["pay.ts"],
      sourcesContent: [`const key = ${quoted};`],
      mappings: "",
    }),
  ),
  sent(
    "the key in a source map within a script",
    "old.js",
    `var a=1;\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(JSON.stringify({ version: 3, sources: ["pay.ts"], sourcesContent: [`const key = ${quoted};`], mappings: "" })).toString("base64")}`,
  ),
  {
    name: "the key in code that was shaken away, in the map",
    found,
    vite: `{ build: { sourcemap: true } }`,
    files: app(`import { shown } from "./keys.ts";\n${show("shown()")}`, {
      "src/keys.ts": `export const shown = () => location.href;\nexport const hidden = ${quoted};`,
    }),
  },
  written("a database's address", JSON.stringify(secrets.DATABASE_URL)),
  {
    ...written("a database's password alone", `"hV7tQe92LmXz"`),
    found: ["build", "bundle"],
  },
  written("a token of a provider with its checksum", `"${toGitHubToken()}"`),
  written(
    "a live key of a provider that nobody declared",
    `"${["sk", "live", "51QwErTyUiOpAsDfGhJkLzXcVbNm"].join("_")}"`,
  ),
  written("a token that may do everything", `"${serviceRole}"`),
  written(
    "another database's address with a password",
    `"mysql://root:${"Tr0ub4dor"}&3xK@10.0.0.5/crm"`,
  ),
  written("a private key", JSON.stringify(pem)),
  {
    name: "an account of a service",
    found,
    files: app(`import account from "./account.json";\n${show("JSON.stringify(account)")}`, {
      "src/account.json": JSON.stringify({
        type: "service_account",
        project_id: "case",
        private_key_id: "0".repeat(40),
        private_key: pem,
        client_email: "case@case.iam.gserviceaccount.com",
      }),
    }),
  },
];
