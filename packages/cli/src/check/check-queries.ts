import { findAmbientReads } from "./ambient/find-ambient-reads.ts";
import { applyAllowances } from "./allowances.ts";
import type { LoadedService } from "./app-under-check.ts";
import type { FamilyReport } from "./check-report.ts";
import { findQueryHandlers } from "./handlers/find-handlers.ts";
import { createFunctionLocator } from "./handlers/located-function.ts";
import { readProject } from "./source/project.ts";

/** The families that comments allow. */
const families = ["ambient"] as const;

/** Looks into the query handlers of a service that was loaded, and the sources that it was loaded from. */
export function checkQueries({ service, file, imports }: LoadedService): FamilyReport {
  const project = readProject(file, imports);
  const locator = createFunctionLocator();
  try {
    const queries = findQueryHandlers(service, project, locator);
    const ambient = findAmbientReads(project, queries.handlers);
    return {
      findings: applyAllowances(project, ambient.findings, families),
      undecided: [...project.unread, ...queries.undecided, ...ambient.undecided],
      checked: { queries: queries.handlers.length, files: project.files.size },
    };
  } finally {
    locator.close();
  }
}
