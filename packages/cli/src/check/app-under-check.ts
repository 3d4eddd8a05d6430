import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

import {
  boundaryFile,
  type BoundarySettings,
  noBoundarySettings,
  parseBoundarySettings,
} from "servery/boundary";
import type { Service } from "servery/server";

import { places, requireFile } from "../app/find-file.ts";
import { loadService } from "../app/load-module.ts";
import { Failure } from "../output/failure.ts";
import { type RecordedImports, recordImports } from "./source/recorded-imports.ts";

/** The app that is checked: its folder, what it says of its boundary, and its service, where it has one. */
export interface AppUnderCheck {
  /** The folder of its manifest. */
  readonly root: string;
  readonly settings: BoundarySettings;
  /** A front-end by itself has none. */
  readonly service: LoadedService | undefined;
}

/** A service, and where its imports led when it was loaded. */
export interface LoadedService {
  readonly service: Service;
  readonly file: string;
  readonly imports: Pick<RecordedImports, "find">;
}

/**
 * Finds and loads the app in this directory, or that of the service that is named.
 * @throws Failure where a service is named that is not there, or the file is none of a service
 */
export async function loadApp(named: string | undefined): Promise<AppUnderCheck> {
  const root = findRoot(
    named === undefined ? process.cwd() : dirname(requireFile("service", named)),
  );
  const file =
    named === undefined
      ? places.service.map((name) => join(root, name)).find((each) => existsSync(each))
      : requireFile("service", named);
  const settings = readSettings(root);
  if (file === undefined) return { root, settings, service: undefined };
  const imports = recordImports();
  try {
    return { root, settings, service: { service: await loadService(file), file, imports } };
  } finally {
    imports.stop();
  }
}

/** The nearest folder, from here upwards, that has a manifest; else this one. */
function findRoot(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (["package.json", boundaryFile].some((name) => existsSync(join(folder, name))))
      return folder;
    if (dirname(folder) === folder) return resolve(from);
  }
}

/** @throws Failure for settings that cannot be used: then nothing can be decided */
function readSettings(root: string): BoundarySettings {
  const file = join(root, boundaryFile);
  if (!existsSync(file)) return noBoundarySettings;
  try {
    return parseBoundarySettings(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new Failure((cause as Error).message, { cause, exitCode: 2 });
  }
}
