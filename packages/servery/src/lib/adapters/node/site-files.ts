import { type Dirent, readdirSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";

import { lookup } from "mrmime";

import { ServeryError } from "../../base/servery-error.ts";
import { type Content, createContent } from "./content.ts";

/** A file of a site, by what was found when the server started. */
export interface SiteFile {
  readonly file: string;
  readonly size: number;
  readonly modified: number;
  readonly type: string;
  /** The bytes, read once. Rejects when the file has gone since. */
  load(): Promise<Content>;
}

/**
 * Lists a built site by the paths of its addresses. Only what is listed can be served, so no address
 * leads out of the directory. Links and hidden files are left out, but for `.well-known`.
 * @throws ServeryError `site_not_found`.
 */
export function listSiteFiles(directory: string): ReadonlyMap<string, SiteFile> {
  const files = new Map<string, SiteFile>();
  for (const entry of readEntries(directory)) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const parts = relative(directory, file).split(sep);
    if (!parts.some(isHidden)) files.set(`/${parts.join("/").normalize()}`, createSiteFile(file));
  }
  return files;
}

function readEntries(directory: string): Dirent[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true });
  } catch (error) {
    throw new ServeryError(
      "site_not_found",
      `The site's directory "${directory}" cannot be read. Build the front-end first (vite build), or give the directory that it is built to.`,
      { cause: error },
    );
  }
}

function isHidden(name: string): boolean {
  return name.startsWith(".") && name !== ".well-known";
}

function createSiteFile(file: string): SiteFile {
  const { size, mtimeMs } = statSync(file);
  const type = toContentType(file);
  let content: Promise<Content> | undefined;
  const load = () => {
    content ??= readFile(file).then((bytes) => createContent(bytes, type));
    content.catch(() => (content = undefined));
    return content;
  };
  return { file, size, modified: mtimeMs, type, load };
}

function toContentType(file: string): string {
  const type = lookup(file) ?? "application/octet-stream";
  return /^(?:text\/|application\/(?:json|manifest\+json))/.test(type)
    ? `${type}; charset=utf-8`
    : type;
}
