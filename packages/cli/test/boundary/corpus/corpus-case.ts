import { crc32 } from "node:zlib";

/** What may find a leak. `build` is the plugin's verdict. */
export type Layer = "graph" | "build" | "bundle" | "canary" | "egress";

export type Bundler = "vite" | "rollup" | "rolldown" | "esbuild";

/** A small front-end, with a leak planted in it or with something that only looks like one. */
export interface CorpusCase {
  readonly name: string;
  /** The layers that must each find it; none for a clean one. */
  readonly found: readonly Layer[];
  /** By path. `index.html` starts `src/main.ts`; what belongs on the server is in `server/`. */
  readonly files: Readonly<Record<string, string | Uint8Array>>;
  /** The bundlers that can build it. Default: Vite. */
  readonly bundlers?: readonly Bundler[];
  /** Settings of Vite, as the source of an object. */
  readonly vite?: string;
}

/** The secrets that every case's service declares, with what the environment says of them while a case is checked. */
export const secrets = {
  PAYMENT_KEY: "pk7_Zq81mWvT3xLc94RbYh2u",
  DATABASE_URL: "postgres://shop:hV7tQe92LmXz@db.internal:5432/shop",
} as const;

export const paymentKey = secrets.PAYMENT_KEY;

const page = `<!doctype html><html><head><title>Case</title></head><body><script type="module" src="/src/main.ts"></script></body></html>`;

/** What most cases are: a page, its first module, and a module of the server's. */
export function app(
  main: string,
  more: Readonly<Record<string, string | Uint8Array>> = {},
): CorpusCase["files"] {
  return {
    "package.json": `{ "name": "case", "private": true, "type": "module" }`,
    "servery.boundary.json": `{ "server": ["server"] }`,
    "index.html": page,
    "src/main.ts": main,
    "server/prices.ts": serverModule,
    ...more,
  };
}

/** It says of itself, where it comes to run, that it did. */
const serverModule = `export const margin = 0.42;
export function priceOf(cost: number): number {
  return Math.round(cost * (1 + margin) * 100) / 100;
}
export default priceOf;
export interface Price { readonly amount: number }
`;

/** Does something with a value that no bundler can leave out. */
export const show = (value: string) => `document.title = String(${value});\n`;

const base62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A token of GitHub's shape that is nobody's. */
export function toGitHubToken(): string {
  const body = "Q7".repeat(15);
  let digits = "";
  for (let left = crc32(body); digits.length < 6; left = Math.floor(left / 62))
    digits = base62[left % 62]! + digits;
  return ["gh", "p_", body, digits].join("");
}
