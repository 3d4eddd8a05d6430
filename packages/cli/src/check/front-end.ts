import { globSync } from "node:fs";
import { resolve } from "node:path";

import { type Finding, type Place, withParts } from "servery/boundary";

import { toShown } from "../app/find-file.ts";
import { readAppSecrets } from "./app-secrets.ts";
import type { AppUnderCheck } from "./app-under-check.ts";
import type { FamilyReport } from "./check-report.ts";
import { type Graph, loadGraph } from "./graph/load-graph.ts";
import { findConfigFile } from "./graph/vite/config-file.ts";
import { readViteSettings, type ViteSettings } from "./graph/vite/vite-settings.ts";

/** What is learnt of an app's front-end once, when somebody asks first. */
export interface FrontEndUnderCheck {
  /** What its Vite configuration says. */
  vite(): Promise<ViteSettings>;
  /** All that browsers get, from its sources. */
  graph(): Promise<Graph>;
}

/** Makes what learns of an app's front-end. */
export function createFrontEnd(app: AppUnderCheck): FrontEndUnderCheck {
  const { root, settings } = app;
  let settled: Promise<ViteSettings> | undefined;
  let graph: Promise<Graph> | undefined;
  const vite = () => (settled ??= readViteSettings(root));
  async function load(): Promise<Graph> {
    const { known, names } = readAppSecrets(app);
    const secrets = known.flatMap(withParts);
    return loadGraph({ root, ...settings, secrets, secretNames: names, vite: await vite() });
  }
  return { vite, graph: () => (graph ??= load()) };
}

/** Whether an app has something that browsers start with, as far as can be seen without looking into it. */
export function hasFrontEnd(app: AppUnderCheck): boolean {
  return (
    app.settings.entries.length > 0 ||
    findConfigFile(app.root) !== undefined ||
    globSync("{.,web}/*.html", { cwd: app.root }).length > 0
  );
}

/** A report whose files are written from the app's folder, as a reader in this directory would write them. */
export function fromRoot<Report extends Pick<FamilyReport, "findings">>(
  { root }: Pick<AppUnderCheck, "root">,
  report: Report,
): Report {
  const show = <At extends Place>(at: At): At => ({
    ...at,
    file: inOuter(at.file, (file) => toShown(resolve(root, file))),
  });
  const findings = report.findings.map((finding): Finding => {
    return { ...show(finding), chain: finding.chain.map(show) };
  });
  return { ...report, findings };
}

/** Changes a path; of a file within a file, as a source in a map, the outer one's. */
export function inOuter(file: string, change: (outer: string) => string): string {
  const [outer = "", ...inner] = file.split(" › ");
  return [change(outer), ...inner].join(" › ");
}
