import { brotliCompressSync, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import { checkFiles, type Files, shortly } from "./case-folder.ts";
import { programs, secret, ways } from "./ways-of-writing.ts";

type Asset = (text: string) => Files;
const map = (source: string, content: string) =>
  JSON.stringify({
    version: 3,
    sources: ["a.ts", source],
    sourcesContent: ["let a", content],
    mappings: "",
  });
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Where a text may stand, whatever it is. */
const anywhere: Readonly<Record<string, Asset>> = {
  "a text": (text) => ({ "a.txt": `before ${text} after` }),
  "a file of no known kind": (text) => ({ LICENSE: text }),
  "JavaScript's comment": (text) => ({ "a.js": `f(); /* ${text} */` }),
  "a style sheet": (text) => ({ "a.css": `a{background:url("${text}")} /* ${text} */` }),
  "a page": (text) => ({ "index.html": `<!doctype html><p data-a='${text}'>${text}</p>` }),
  "an image of lines": (text) => ({ "a.svg": `<svg><desc>${text}</desc></svg>` }),
  WebAssembly: (text) => ({ "a.wasm": `\0asm\u0001\0\0\0${text}\0` }),
  "a picture": (text) => ({ "a.png": `\u0089PNG\r\n\0${text}` }),
  "a hidden file": (text) => ({ ".well-known/.env": `KEY=${text}` }),
};
const compressed: Readonly<Record<string, Asset>> = {
  gzip: (text) => ({ "a.js.gz": gzipSync(text) }),
  brotli: (text) => ({ "a.js.br": brotliCompressSync(text) }),
  zstd: (text) => ({ "a.js.zst": zstdCompressSync(text) }),
  "gzip under another name": (text) => ({ "a.js": gzipSync(text) }),
  "gzip in brotli": (text) => ({ "a.js.gz.br": brotliCompressSync(gzipSync(text)) }),
};
/** Where a program may stand. */
const scripts: Readonly<Record<string, Asset>> = {
  "a module": (code) => ({ "a.js": `import"./b.js";${code};export{}`, "b.js": "export{}" }),
  "an old script": (code) => ({ "a.js": `with(a){b=010};${code}` }),
  "a common module": (code) => ({ "a.cjs": `${code};return` }),
  "a page's script": (code) => ({ "a.html": `<p>é</p>\n<script async>${code}</script>` }),
  "a page's module": (code) => ({ "a.html": `<script type="module">import"a";${code}</SCRIPT>` }),
  "a page's event": (code) => ({
    "a.html": `<a onclick="${code.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">`,
  }),
  "a page in a page": (code) => ({
    "a.html": `<iframe srcdoc="${`<script>${code}</script>`.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">`,
  }),
  "an image's script": (code) => ({ "a.svg": `<svg><script>${code}</script></svg>` }),
  "a map's source": (code) => ({ "a.js.map": map("src/b.ts", `const _b: string = c;${code}`) }),
  "an index map": (code) => ({
    "a.map": `{"version":3,"sections":[{"map":${map("src/b.js", code)}}]}`,
  }),
  "a map in a script": (code) => ({
    "a.js": `f()\n//# sourceMappingURL=data:application/json;charset=utf-8;base64,${base64(map("src/b.js", code))}`,
  }),
  ...compressed,
};

/** As long, and so like it that no part of it may do for the whole. */
const other = { name: "OTHER", value: 'sk/pay_51H&x"8+Qy<9>Wq~t7=bZ3m' };

/** Checks files that have the secret in them, and no other. What the report says shows neither it nor how it was written. */
async function findSecret(files: Files, ...written: readonly string[]) {
  const report = await checkFiles(files, [secret, other]);
  const told = JSON.stringify(report);
  const values = [secret.value, JSON.stringify(secret.value).slice(1, -1), ...written];
  expect(
    values.some((each) => told.includes(each)),
    "the report shows it",
  ).toBe(false);
  const names = report.findings
    .filter(({ rule }) => rule === "bundle/secret")
    .map(({ subject }) => subject.split(" ")[0]);
  expect(new Set(names)).toEqual(new Set([secret.name]));
  return report;
}

describe.each(Object.entries(anywhere))("in %s a secret is found", (_, asset) => {
  test.each(Object.entries(ways))("written as %s", async (_way, text) => {
    await findSecret(asset(text), text);
  });
});

describe.each(Object.entries(compressed))("in %s a secret is found", (_, asset) => {
  test.each(Object.entries(ways))("written as %s", async (_way, text) => {
    await findSecret(asset(`/* ${text} */`), text);
  });
});

describe.each(Object.entries(scripts))("in %s a secret is found", (_, asset) => {
  test.each(Object.entries(programs))("as %s", async (_way, code) => {
    const report = await findSecret(asset(code), code);
    expect(report.undecided).toEqual([]);
  });
});

test("places are those of what stands in the file", async () => {
  const page = `<p>é</p>\n<script>\n  f("sk/pay_51H&x"+'"8+Qz<9>'+"Wq~t7=bZ3m")</script>`;
  const { findings } = await checkFiles({ "a.html": page }, [secret]);
  expect(findings).toMatchObject([
    {
      file: "dist/a.html",
      line: 3,
      column: 5,
      subject: "PAY_KEY raw in a constant",
      severity: "error",
    },
  ]);
});

test("a map's finding names the source, once, and where in it", async () => {
  const files = { "a.js.map": map("../src/pay.ts", `let a\n  const key = '${secret.value}'`) };
  const report = await checkFiles(files, [secret]);
  expect(shortly(report)).toEqual(["bundle/secret dist/a.js.map › ../src/pay.ts PAY_KEY raw"]);
  expect(report.findings).toMatchObject([{ line: 2, column: 16 }]);
});

test("what a file has a hundred times is told once", async () => {
  const files = { "a.txt": `${secret.value}\n`.repeat(100) };
  expect(shortly(await checkFiles(files, [secret]))).toEqual([
    "bundle/secret dist/a.txt PAY_KEY raw",
  ]);
});

test.each(["utf16le", "latin1"] as const)("a text in %s is read", async (coding) => {
  const files = { "a.txt": Buffer.from(`\uFEFF ${secret.value} `, coding) };
  await findSecret(files);
  const wasm = Buffer.concat([Buffer.from("\0asm"), Buffer.from(secret.value, coding)]);
  await findSecret({ "a.wasm": wasm });
});
