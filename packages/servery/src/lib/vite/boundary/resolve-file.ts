import { stat } from "node:fs/promises";
import { dirname, resolve, sep } from "node:path";

import { decodeAddress } from "../../boundary/graph/decode-address.ts";
import { type BundlerContext, toFile } from "./bundler.ts";
import { toTarget } from "./import-log.ts";

/**
 * The file that an address in code or in a style means: the one beside its importer, as in browsers, else what the bundler
 * makes of it, by endings, by aliases, from the root or in packages. It may be percent-encoded, as Vite takes it, and the
 * file has slashes, as bundlers write it.
 */
export async function resolveFile(
  context: BundlerContext,
  address: string,
  importer: string,
): Promise<string | undefined> {
  // In front, `#` is no fragment: packages name their own files so.
  const plain = address.replace(/(?!^)[?#].*$/s, "");
  for (const each of new Set([plain, decodeAddress(plain)])) {
    const found = await resolvePlain(context, each, importer);
    if (found !== undefined) return found.replaceAll(sep, "/");
  }
  return undefined;
}

async function resolvePlain(context: BundlerContext, plain: string, importer: string) {
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
