import type { TestProject } from "vitest/node";

import { findChromium } from "./chromium.ts";
import { presentOrSkip } from "./system-package.ts";

/** Looks for the browser once, before the browser tests: absent it skips them, but in CI it fails. */
export default function provideChromium(project: TestProject): void {
  const path = presentOrSkip("The browser tests", findChromium());
  project.provide("chromium", path ?? "");
}
