import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { afterAll, expect, test } from "vitest";

import type { BundlerContext } from "./bundler.ts";
import { styleFilesOf } from "./style-files.ts";

const root = realpathSync(mkdtempSync(join(tmpdir(), "styles-")));
for (const file of [
  "web/a.scss",
  "web/a.ts",
  "web/_b.scss",
  "web/c/_index.sass",
  "web/d.less",
  "web/e/x.svg",
  "web/e/y z.svg",
  "web/e/100%.svg",
]) {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), "");
}
afterAll(() => rmSync(root, { recursive: true }));

/** A bundler that knows one alias, and finds scripts before styles as they do. */
const context = {
  resolve: (source: string) => {
    const found = source.startsWith("@/") ? join(root, "web", source.slice(2)) : undefined;
    return Promise.resolve(found === undefined ? null : { id: found });
  },
} as Pick<BundlerContext, "resolve"> as BundlerContext;

test.each<readonly [css: string, found: readonly string[]]>([
  [`@use "a";`, ["web/a.scss"]],
  [`@use "./b" as *;`, ["web/_b.scss"]],
  [`@use "b.scss";`, ["web/_b.scss"]],
  [`@use "@/b";`, ["web/_b.scss"]],
  [`@forward "c";`, ["web/c/_index.sass"]],
  [`@import (reference) "d";`, ["web/d.less"]],
  [`a { b: url("e/x.svg#y?z") }`, ["web/e/x.svg?servery-file"]],
  [`a { b: url("@/e/x.svg") }`, ["web/e/x.svg?servery-file"]],
  [
    `a { b: url("e/y%20z.svg") url(e/y\\ z.svg) }`,
    ["web/e/y z.svg?servery-file", "web/e/y z.svg?servery-file"],
  ],
  [
    `a { b: url("e/100%.svg") url("@/e/y%20z.svg") }`,
    ["web/e/100%.svg?servery-file", "web/e/y z.svg?servery-file"],
  ],
  [
    `@use "a.ts"; @use "sass:math"; @import "https://cdn.example/a.css"; a { b: url(gone.svg) }`,
    [],
  ],
])("%s brings what Sass, Less and CSS would take", async (css, found) => {
  const imports = await styleFilesOf(context, join(root, "web/page.vue?vue&lang.scss"), css);
  expect(imports.map(({ to }) => to)).toEqual(found.map((file) => join(root, file)));
});
