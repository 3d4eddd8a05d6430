import { join } from "node:path";

import type { KnownSecret } from "servery/boundary";
import { vi } from "vitest";

import { checkCanary } from "../../../src/check/canary/check-canary.ts";
import type { CanaryApp } from "./canary-leaks.ts";

/** What a build with canaries came to. */
interface Proof {
  /** The names of secrets and modules. */
  readonly findings: readonly string[];
  readonly undecided: readonly string[];
}

/** Builds an app with canaries, for whoever has no value that leaks. */
export async function lookForCanaries(
  root: string,
  { leaks, kept, values }: Pick<CanaryApp, "leaks" | "kept" | "values">,
): Promise<Proof> {
  const leaking = leaks.map(({ subject }) => subject).filter((subject) => !subject.includes("/"));
  const names = [...leaking, ...kept];
  for (const name of names) vi.stubEnv(name, undefined);
  const known: readonly KnownSecret[] = Object.entries(values).map(([name, value]) => ({
    name,
    value,
  }));
  const configFile = join(root, "vite.config.js");
  const report = await checkCanary({ root, configFile, names, known });
  return {
    findings: report.findings.map(({ subject }) => subject),
    undecided: report.undecided.map(({ reason }) => reason),
  };
}
