import { comparePlaces } from "servery/boundary";
import type { Service } from "servery/server";

import { findAmbientReads } from "./ambient/find-ambient-reads.ts";
import { applyAllowances } from "./allowances.ts";
import type { CheckReport } from "./finding.ts";
import { findQueryHandlers } from "./handlers/find-handlers.ts";
import { createFunctionLocator } from "./handlers/located-function.ts";
import { readProject } from "./source/project.ts";
import type { RecordedImports } from "./source/recorded-imports.ts";

/** The families of rules. Each finds what it is named after, and is allowed by that name. */
const families = ["ambient"] as const;

/**
 * Checks a service that was loaded, and the sources that it was loaded from.
 * @param entry the file of the service
 */
export function checkService(
  service: Pick<Service, "contract" | "handlers">,
  entry: string,
  imports: Pick<RecordedImports, "find">,
): CheckReport {
  const project = readProject(entry, imports);
  const locator = createFunctionLocator();
  try {
    const queries = findQueryHandlers(service, project, locator);
    const ambient = findAmbientReads(project, queries.handlers);
    const findings = applyAllowances(project, ambient.findings, families);
    return {
      findings: findings.toSorted(comparePlaces),
      undecided: [...project.unread, ...queries.undecided, ...ambient.undecided],
      checked: { queries: queries.handlers.length, files: project.files.size },
    };
  } finally {
    locator.close();
  }
}
