import { defineConfig } from "vitest/config";

const browser = "**/*.browser.test.{ts,tsx}";
const integration = "{docs,packages/*,examples/*}/test/**/*.test.{ts,tsx}";
const outside = ["**/node_modules/**", "**/dist/**"];

/**
 * `x.test.ts` beside a source file is a unit test, below a package's `test/` an integration test,
 * `x.browser.test.ts` anywhere a browser test, `x.test-d.ts` a type test.
 */
export default defineConfig({
  test: {
    // Vitest leaves a core to itself, which of two is half.
    maxWorkers: "100%",
    projects: [
      {
        test: {
          name: "unit",
          include: ["{packages,examples}/*/**/*.test.{ts,tsx}", "{tools,bench}/**/*.test.ts"],
          exclude: [...outside, integration, browser],
        },
      },
      {
        test: {
          name: "types",
          include: [],
          typecheck: {
            enabled: true,
            only: true,
            include: ["{packages,examples}/*/**/*.test-d.ts"],
            exclude: outside,
            tsconfig: "tsconfig.types.json",
            // Errors in the sources are `npm run check`'s; here they would hide the tests' own.
            ignoreSourceErrors: true,
          },
        },
      },
      {
        test: {
          name: "integration",
          include: [integration],
          exclude: [...outside, browser],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: "browser",
          include: [browser],
          exclude: outside,
          globalSetup: "tools/provide-chromium.ts",
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
