import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";

import { type BundlerContext, toFile } from "./bundler.ts";
import { toTarget } from "./import-log.ts";

/**
 * The file that an address in code or in a style means: the one beside its importer, as in browsers, else what the bundler
 * makes of it, by endings, by aliases, from the root or in packages.
 */
export async function resolveFile(
  context: BundlerContext,
  address: string,
  importer: string,
): Promise<string | undefined> {
  // In front, `#` is no fragment: packages name their own files so.
  const plain = address.replace(/(?!^)[?#].*$/s, "");
  if (plain === "" || /^(?:[a-z][a-z+.-]+:|\/\/)/i.test(plain)) return undefined;
  const beside = resolve(dirname(importer), plain);
  if (await isFile(beside)) return beside;
  const found = toTarget(await context.resolve(plain, importer));
  return found !== undefined && (await isFile(toFile(found))) ? toFile(found) : undefined;
}

async function isFile(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true;
}
