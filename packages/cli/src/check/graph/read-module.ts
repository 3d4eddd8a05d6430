import { readFileSync } from "node:fs";
import { extname } from "node:path";

import { readPage } from "./read-page.ts";
import { readScript } from "./read-script.ts";
import { readStyle } from "./read-style.ts";
import { nothingWritten, type WrittenModule } from "./written-module.ts";

/** A file that was read once: what it brings, and its text as long as somebody looks at it. */
export interface ReadModule {
  readonly written: WrittenModule;
  readonly text: string;
}

const scripts = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const pages = /\.(?:html?|vue|svelte)$/;
const styles = /\.(?:css|scss|sass|less|styl|stylus|pcss|postcss)$/;
const texts =
  /\.(?:json5?|jsonc|ya?ml|toml|txt|md|csv|tsv|xml|svg|graphql|gql|sql|env|pem|key|webmanifest|map)$/;
/** Languages that become JavaScript by a plugin that we do not have. */
const unknownCode = /\.(?:astro|mdx|coffee|civet|imba|res|elm|marko|riot)$/;

/**
 * Reads a file by what its name says it is. What is neither code nor text brings nothing.
 * @throws for what cannot be read, or is code of an unknown language.
 */
export function readModule(path: string): ReadModule {
  if (unknownCode.test(path)) throw new Error("its language is not known to this check");
  if (scripts.test(path) && !/\.d\.[cm]?ts$/.test(path)) {
    const text = readFileSync(path, "utf8");
    return { text, written: readScript(text, { path, packaged: isPackaged(path) }) };
  }
  if (pages.test(path)) {
    const text = readFileSync(path, "utf8");
    return { text, written: readPage(text, path) };
  }
  if (isStyle(path)) {
    const text = readFileSync(path, "utf8");
    return { text, written: readStyle(text, extname(path).slice(1)) };
  }
  return { text: texts.test(path) ? readFileSync(path, "utf8") : "", written: nothingWritten };
}

/** True for a style sheet. */
export function isStyle(path: string | undefined): boolean {
  return path !== undefined && styles.test(path);
}

/** True for what belongs to a package that was installed. */
export function isPackaged(path: string): boolean {
  return path.replaceAll("\\", "/").includes("/node_modules/");
}
