import { expect } from "vitest";

import { createPage, type Files, type Outcome } from "./boundary-project.ts";
import type { Project } from "./project.ts";

/** What is planted, the steps by which a browser gets there, and the files. */
export type Case = readonly [what: string, chain: readonly string[], files: Files];

export const prices = { "server/prices.js": `export const p = "for servers";` };

/** Builds a case, and looks for its steps in what the build says: all from the first one that is named, in their order. */
export async function expectChain(
  run: (project: Project) => Promise<Outcome>,
  [, chain, files]: Case,
): Promise<void> {
  const project = createPage(files);
  try {
    const { failure } = await run(project);
    expectSteps(failure, chain);
  } finally {
    project.remove();
  }
}

/** Looks for steps in what is said of a module: one upon the other, and nothing behind the last. */
export function expectSteps(failure: string, chain: readonly string[]): void {
  const lines = failure.split("\n").map((line) => line.trim().replace(/^→ /, ""));
  const steps = lines.filter((line) => /^\S+:\d+:\d+$/.test(line)).slice(-chain.length);
  const told = steps.map((step, index) => step.slice(0, chain[index]!.length));
  expect(told, failure).toEqual(chain);
  expect(lines.some((line) => line.startsWith("Fix: "))).toBe(true);
}
