import { statSync } from "node:fs";
import { join, resolve } from "node:path";

import type { Alias } from "vite";

/** Where files come from that a dev server sends. */
interface Served {
  readonly root: string;
  /** Vite follows them for files that it sends as they are, too. */
  readonly aliases: readonly Pick<Alias, "find" | "replacement">[];
}

/**
 * The files that an address may mean to Vite, on the disk or in the front-end's folder. Its middlewares read the same
 * address in several ways: as it is, as browsers would (WHATWG URL), and as a page without its ending.
 */
export function toRequestedFiles(url: string, { root, aliases }: Served): readonly string[] {
  const files = toPaths(url)
    .flatMap((path) => [path, ...aliases.map((alias) => follow(path, alias))])
    .flatMap((path) => [toDisk(path) ?? join(root, path), ...(path.startsWith(root) ? [path] : [])])
    .map((file) => resolve(file))
    .flatMap((file) => [file, `${file}.html`, join(file, "index.html")]);
  return [...new Set(files)].filter(isFile);
}

function toPaths(url: string): readonly string[] {
  const written = url.replace(/[?#].*$/s, "");
  const read = URL.canParse(url, origin) ? new URL(url, origin).pathname : written;
  // Vite cuts so many letters from what is left once "/../" is undone, whatever they are then.
  const cut = written.startsWith(onDisk) ? `${onDisk}${read.slice(onDisk.length)}` : read;
  return [written, read, cut].flatMap((path) => decode(path) ?? []);
}

const origin = "http://localhost";

/** Begins the path of a file anywhere on the disk. */
const onDisk = "/@fs/";

function follow(path: string, { find, replacement }: Served["aliases"][number]): string {
  const isMeant = typeof find !== "string" || path.startsWith(find);
  return isMeant ? path.replace(find, () => replacement) : path;
}

/** What Vite writes for a path on the disk: `/@fs/srv/a.json`, and where disks have letters `/@fs/C:/a.json`. */
export function toDisk(path: string): string | undefined {
  return /^\/@fs\/+(?=[A-Za-z]:)(.*)$/s.exec(path)?.[1] ?? /^\/@fs(\/.*)$/s.exec(path)?.[1];
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    // Nothing is there, or its name is one that no file can have.
    return false;
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}
