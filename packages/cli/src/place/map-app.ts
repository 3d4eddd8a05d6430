import type { Contract } from "servery";

import type { AppUnderCheck } from "../check/app-under-check.ts";
import { createFrontEnd } from "../check/front-end.ts";
import { readProject } from "../check/source/project.ts";
import { placeCalls } from "./find-placements.ts";
import { drawMap, ownPathsOf } from "./map/draw-map.ts";
import type { PlacementMap } from "./map/placement-map.ts";
import { findSharedValues } from "./map/shared-schemas.ts";
import { findUnseen, readOwnFiles } from "./own-files.ts";
import { readFrontEnd } from "./reading/front-end.ts";

/** Draws the map of an app: its contract, and all network calls of its front-end. */
export async function mapApp(
  app: AppUnderCheck,
  contract: Contract | undefined,
): Promise<PlacementMap> {
  const { service } = app;
  const graph = await createFrontEnd(app).graph();
  const { files, resolve } = readOwnFiles(graph);
  const frontEnd = readFrontEnd(files, resolve);
  const loaded =
    service === undefined ? undefined : readProject(service.file, service.imports).files;
  const shared = await findSharedValues(frontEnd, (path) => loaded?.has(path) === true);
  const placements = placeCalls(frontEnd, ownPathsOf(contract));
  const all = [...graph.undecided, ...findUnseen(graph), ...placements.undecided];
  return drawMap(contract, { ...placements, undecided: all }, { files: files.length, shared });
}
