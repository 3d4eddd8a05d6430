import { readFile, stat } from "node:fs/promises";
import { relative, resolve, sep } from "node:path";

import {
  comparePlaces,
  createAssetScan,
  createNeedleSearch,
  type Finding,
  type KnownSecret,
  toNeedles,
  type Undecided,
} from "servery/boundary";
import { assetTools } from "./asset-tools.ts";
import { largestWhole, scanLargeFile } from "./large-file.ts";
import { listFiles } from "./list-files.ts";

/** What is asked of a check. */
export interface BundleQuestion {
  /** With what browsers are sent. From `root`, or whole paths. */
  readonly folders: readonly string[];
  /** Of which no trace may be found. */
  readonly secrets: readonly KnownSecret[];
  /** The app's folder: places are shown from there. */
  readonly root: string;
}

export interface BundleReport {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  readonly checked: { readonly files: number; readonly bytes: number };
}

/** Searches every byte of every file in folders that browsers are sent. What it could not look at, it tells. */
export async function checkBundle({
  folders,
  secrets,
  root,
}: BundleQuestion): Promise<BundleReport> {
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  const checked = { files: 0, bytes: 0 };
  const scanAsset = createAssetScan(secrets, assetTools);
  const show = (path: string) => relative(root, path).split(sep).join("/") || ".";
  const paths = new Set<string>();
  for (const folder of folders) {
    const { files, unread } = listFiles(resolve(root, folder));
    for (const { path, reason } of unread) undecided.push({ subject: show(path), reason });
    if (files.length === 0 && unread.length === 0)
      undecided.push({ subject: folder, reason: "there is nothing in it: build first" });
    for (const file of files) paths.add(file);
  }
  for (const path of paths) {
    const shown = show(path);
    try {
      const { size } = await stat(path);
      const verdict =
        size > largestWhole
          ? await scanLargeFile(path, shown, createNeedleSearch(secrets.flatMap(toNeedles)))
          : scanAsset({ name: shown, bytes: await readFile(path) });
      findings.push(...verdict.findings);
      undecided.push(...verdict.undecided);
      checked.files++;
      checked.bytes += size;
    } catch (error) {
      undecided.push({ subject: shown, reason: `it could not be searched (${nameOf(error)})` });
    }
  }
  return { findings: findings.toSorted(comparePlaces), undecided, checked };
}

/** Never the message, in which there may be a piece of the file. */
function nameOf(error: unknown): string {
  const { code, name } = error as NodeJS.ErrnoException;
  return code ?? name ?? "unknown";
}
