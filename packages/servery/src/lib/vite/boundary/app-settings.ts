import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import {
  boundaryFile,
  type BoundarySettings,
  noBoundarySettings,
  parseBoundarySettings,
} from "../../boundary/boundary-settings.ts";

/** An app's settings, and the folder that their paths start from. */
export interface AppSettings {
  readonly base: string;
  readonly settings: BoundarySettings;
}

/**
 * Looks for an app's settings in a folder and above it: what a bundler takes for the root may be the front-end's part.
 * Without settings the app is where its manifest is.
 * @throws ServeryError `invalid_boundary_settings`
 */
export function readAppSettings(root: string): AppSettings {
  const base = findAbove(root, boundaryFile);
  if (base === undefined)
    return { base: findAbove(root, "package.json") ?? root, settings: noBoundarySettings };
  return { base, settings: parseBoundarySettings(readFileSync(join(base, boundaryFile), "utf8")) };
}

function findAbove(folder: string, file: string): string | undefined {
  if (existsSync(join(folder, file))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findAbove(parent, file);
}
