import { mkdirSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";

import { withParts } from "servery/boundary";
import { checkBundle } from "../../../src/check/bundle/check-bundle.ts";
import { checkFiles, type Files, shortly } from "./case-folder.ts";
import { secret } from "./ways-of-writing.ts";

const { value } = secret;
const split = `f("sk/pay_51H&x"+'"8+Qz<9>'+"Wq~t7=bZ3m")`;

describe("what cannot be looked at is told:", () => {
  const zeros = Buffer.alloc(1 << 27);
  test.each<[what: string, files: Files, told: RegExp]>([
    ["an empty folder", {}, /nothing in it|could not be read/],
    ["a bomb", { "a.js.gz": gzipSync(zeros) }, /larger than 64 MiB inside/],
    ["a bomb of another kind", { "a.js.br": brotliCompressSync(zeros) }, /larger than 64 MiB/],
    ["a broken gzip", { "a.js.gz": gzipSync(split).subarray(0, 30) }, /could not be decompressed/],
    ["what is no gzip", { "a.js.gz": "f()" }, /could not be decompressed/],
    [
      "a Matryoshka",
      { "a.gz.gz.gz.gz": gzipSync(gzipSync(gzipSync(gzipSync(split)))) },
      /compressed more often/,
    ],
    ["a script that is none", { "a.js": "f(" }, /no program/],
    ["a page's script that is none", { "a.html": "<script>f(</script>" }, /no program/],
    ["brackets without end", { "a.js": `f(${"[".repeat(9000)}${"]".repeat(9000)})` }, /nests too/],
    ["a sum without end", { "a.js": `f(${'"a"+'.repeat(200_000)}"b")` }, /no program/],
    ["negations without end", { "a.js": `f(${"!".repeat(300_000)}1)` }, /no program/],
    ["a condition without end", { "a.js": `${"if(a)b;else ".repeat(100_000)}c` }, /no program/],
    ["a map that is none", { "a.js.map": `{"version":3,` }, /no source map/],
    ["a map that is a list", { "a.js.map": "[]" }, /no source map/],
    ["an archive", { "a.zip": "PK\u0003\u0004..." }, /archive \(ZIP\)/],
    [
      "texts that double",
      {
        "a.js": `var a0="0123456789",${Array.from({ length: 60 }, (_, at) => `a${at + 1}=a${at}+a${at}`).join(",")};f(a60+"x")`,
      },
      /more than is looked at/,
    ],
  ])("%s", async (_, files, told) => {
    const { findings, undecided } = await checkFiles(files, [secret]);
    expect(findings).toEqual([]);
    expect(undecided.map(({ reason }) => reason).join()).toMatch(told);
  });

  test("a folder that is not there, and a link that leads nowhere", async () => {
    const report = await checkBundle({ folders: ["nowhere"], secrets: [], root: "/tmp" });
    expect(shortly(report)).toEqual(["undecided nowhere it could not be read (ENOENT)"]);
    const linked = await checkFiles({ "a.txt": "a" }, [], (root) =>
      symlinkSync("nothing", join(root, "dist/b.txt")),
    );
    expect(shortly(linked)).toEqual(["undecided dist/b.txt it could not be read (ENOENT)"]);
  });
});

describe("what is broken is searched as it is:", () => {
  test.each<[string, Files]>([
    ["a script", { "a.js": `f("${value}" ` }],
    ["a map", { "a.map": `{"sourcesContent":["${encodeURIComponent(value)}"` }],
    [
      "a map with two lists of sources",
      { "a.map": `{"sourcesContent":["${encodeURIComponent(value)}"],"sourcesContent":[]}` },
    ],
    ["behind a compressed end", { "a.gz": Buffer.concat([gzipSync("a"), Buffer.from(value)]) }],
    ["brackets without end", { "a.js": `f(${"[".repeat(9000)}"${encodeURIComponent(value)}"` }],
    [
      "a page without an end",
      { "a.html": `<script>f()</script><script>f("${encodeURIComponent(value)}` },
    ],
    ["a list of codes that is not closed", { "a.css": `a{content:"${encodeURIComponent(value)}` }],
  ])("%s", async (_, files) => {
    const { findings } = await checkFiles(files, [secret]);
    expect(findings.map(({ subject }) => subject.split(" ")[0])).toContain(secret.name);
  });
});

describe("every file is looked at:", () => {
  test("hidden, ignored, in folders, behind links, each once", async () => {
    const report = await checkFiles(
      { ".gitignore": "dist", ".git/a": value, "node_modules/a/.b": value, "c/d/e": value },
      [secret],
      (root) => {
        mkdirSync(join(root, "outside"));
        symlinkSync("../outside", join(root, "dist/outside"));
        symlinkSync("..", join(root, "outside/up"));
        symlinkSync("../../.git/a", join(root, "dist/c/d/again"));
      },
    );
    expect(report.findings.map(({ file }) => file)).toEqual([
      "dist/.git/a",
      "dist/c/d/e",
      "dist/node_modules/a/.b",
    ]);
    expect(report.undecided).toEqual([]);
    expect(report.checked.files).toBe(4);
  });

  test("a large one piece by piece, and what it is tells whether that is enough", async () => {
    const large = Buffer.alloc((1 << 26) + (1 << 20) + 10, 32);
    large.write(value, (1 << 26) - 7);
    const report = await checkFiles({ "a.mp4": large, "a.js": large }, [secret]);
    expect(shortly(report)).toEqual([
      "bundle/secret dist/a.js PAY_KEY raw",
      "bundle/secret dist/a.mp4 PAY_KEY raw",
      "undecided dist/a.js it is larger than 64 MiB, so it was searched as it is, but nothing within it",
    ]);
  });

  test("a large one for parts of a secret, where these stand without it", async () => {
    const password = "correct-horse-battery";
    const whole = `postgres://shop:${password}@db.example.com/shop`;
    const secrets = withParts({ name: "DATABASE_URL", value: whole });
    const large = Buffer.alloc((1 << 26) + 10, 32);
    // Twice the part ends in the piece before its whole does.
    for (const at of [100, (1 << 20) - whole.length + 5, (1 << 21) - whole.length + 5])
      large.write(whole, at);
    large.write(password, 5000);
    const { findings } = await checkFiles({ "a.mp4": large }, secrets);
    expect(findings.map(({ subject }) => subject)).toEqual([
      "DATABASE_URL raw",
      "DATABASE_URL (password) raw",
    ]);
    large.fill(32, 5000, 6000);
    expect(shortly(await checkFiles({ "a.mp4": large }, secrets))).toEqual([
      "bundle/secret dist/a.mp4 DATABASE_URL raw",
    ]);
  });
});
