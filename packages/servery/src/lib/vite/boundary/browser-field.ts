import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { toFile } from "./bundler.ts";

const manifests = new Map<string, unknown>();

/**
 * True where the package of a module says itself that browsers get nothing in the place of what it asks for:
 * `"browser": { "fs": false }` in its manifest. Bundlers follow it, and nothing of a server is left.
 */
export function isEmptied(importer: string, specifier: string): boolean {
  const browser = browserFieldOf(dirname(toFile(importer)));
  if (typeof browser !== "object" || browser === null) return false;
  const plain = specifier.replace(/^node:/, "");
  const told = browser as Readonly<Record<string, unknown>>;
  return told[specifier] === false || told[plain] === false;
}

function browserFieldOf(folder: string): unknown {
  if (manifests.has(folder)) return manifests.get(folder);
  const manifest = readManifest(folder);
  const parent = dirname(folder);
  const nothing = parent === folder ? undefined : browserFieldOf(parent);
  const field = manifest === undefined ? nothing : manifest["browser"];
  manifests.set(folder, field);
  return field;
}

function readManifest(folder: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<
      string,
      unknown
    >;
  } catch {
    return undefined;
  }
}
