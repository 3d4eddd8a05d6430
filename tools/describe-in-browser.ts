import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, inject } from "vitest";

import { launchBrowser } from "./browser.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The browser's path, empty where there is none. */
    readonly chromium: string;
  }
}

/**
 * A `describe` with a real browser, for `*.browser.test.ts`: skipped, visibly, where there is none.
 * `browser()` gives the running browser inside hooks and tests.
 */
export function describeInBrowser(name: string, tests: (browser: () => Browser) => void): void {
  const executablePath = inject("chromium");
  describe.skipIf(executablePath === "")(name, () => {
    let browser: Browser | undefined;
    beforeAll(async () => {
      browser = await launchBrowser(executablePath);
    });
    afterAll(() => browser?.close());
    tests(() => running(browser));
  });
}

function running(browser: Browser | undefined): Browser {
  if (browser === undefined) throw new Error("The browser runs only inside hooks and tests.");
  return browser;
}
