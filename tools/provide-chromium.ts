import type { TestProject } from "vitest/node";

import { findChromium } from "./chromium.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The browser's path, empty where there is none. */
    readonly chromium: string;
  }
}

/** Looks for the browser once, before the browser tests: absent it skips them, but in CI it fails. */
export default function provideChromium(project: TestProject): void {
  const { path, hint } = findChromium();
  if (path === undefined && process.env["CI"]) throw new Error(hint);
  if (path === undefined) console.warn(`Browser tests are skipped. ${hint}`);
  project.provide("chromium", path ?? "");
}
