import { describe, expect, test } from "vitest";

import { createApp } from "./app.ts";

describe("servery", () => {
  test.each([
    [["--help"], "Commands:"],
    [["dev", "--help"], "Examples:\n  servery dev"],
    [["start", "--help"], "Examples:\n  servery start"],
    [["migrate", "--help"], "Examples:\n  servery migrate --name add-stock"],
    [["openapi", "--help"], "Examples:\n  servery openapi"],
    [["routes", "--help"], "Examples:\n  servery routes"],
    [["admin", "--help"], "Examples:\n  servery admin"],
    [["matrix", "--help"], "Examples:\n  servery matrix"],
    [["check", "--help"], "Examples:\n  servery check"],
    [["explain", "--help"], "Examples:\n  servery explain products.list"],
    [["help", "routes"], "Examples:\n  servery routes"],
    [["--version"], "0.1.0"],
  ])("%j explains on standard output, and is no failure", async (args, expected) => {
    const { code, stdout, stderr } = await createApp().run(args);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toContain(expected);
  });

  test.each([
    [[], "Usage: servery"],
    [["devv"], "unknown command 'devv'\n(Did you mean dev?)"],
    [["routes", "--emitt", "x"], "unknown option '--emitt'\n(Did you mean --emit?)"],
    [["routes", "extra"], "too many arguments"],
    [["start", "--port", "80x"], "It must be a whole number from 0 to 65535"],
    [["start", "--port", "65536"], "It must be a whole number from 0 to 65535"],
    [["migrate", "--check", "--apply"], "cannot be used with option"],
    [["routes", "-c", "none.ts"], 'There is no file "none.ts"'],
    [["start", "-s", "none.ts"], 'There is no file "none.ts"'],
    [["dev", "--vite", "none.ts"], 'There is no file "none.ts". Correct --vite.'],
    [["start", "--env", "none"], 'There is no file "none". Correct --env.'],
    [["routes", "--emit", "routes.json"], "neither .ts nor .js"],
    [["migrate", "--name", "!?"], "Correct --name"],
  ])("%j is asked wrongly: 2, on standard error", async (args, expected) => {
    const { code, stdout, stderr } = await createApp().run(args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(expected);
    expect(stderr).not.toMatch(/^\s+at .*node:|Error:/m);
  });

  test("refuses an old Node by a sentence", async () => {
    const old = `Object.defineProperty(process.versions, "node", { value: "20.20.2" });`;
    const app = createApp({ "old.mjs": old });
    const { code, stderr } = await app.run(["--version"], { NODE_OPTIONS: "--import=./old.mjs" });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^servery needs Node 24\.15 or newer[^\n]*\n$/);
  });
});

describe("an app that cannot be loaded", () => {
  const service = (text: string) => ({ "service.ts": text });
  test.each<
    [what: string, files: Record<string, string | undefined>, code: number, expected: string]
  >([
    [
      "has no service",
      { "service.ts": undefined, "contract.ts": undefined },
      2,
      "looked for service.ts, src/service.ts",
    ],
    [
      "exports none",
      service("export const service = 1;"),
      1,
      "service.ts does not export a service as its default. Write there: export default createService(",
    ],
    [
      "exports something else",
      service("export default {};"),
      1,
      "does not export a service as its default",
    ],
    ["has a syntax error", service("export const a = ;"), 1, "service.ts:1"],
    [
      "throws",
      service("\n\nthrow new TypeError('out of paper');"),
      1,
      "TypeError: out of paper\n  at service.ts:3",
    ],
    ["imports what is not there", service(`import "./gone.ts";`), 1, "gone.ts"],
    ["is written in TypeScript that cannot be stripped", service("enum A { B }"), 1, "enum"],
    [
      "has a contract with a mistake",
      {
        "contract.ts": `import { contract } from "servery"; export const notebook = contract({ name: "A B", operations: {} });`,
      },
      1,
      `the contract's name "A B" must be lower case`,
    ],
  ])(
    "because it %s says where and what to do, without a stack",
    async (_what, files, code, expected) => {
      const outcome = await createApp(files).run(["routes"]);
      expect([outcome.code, outcome.stdout]).toEqual([code, ""]);
      expect(outcome.stderr).toContain(expected);
      expect(outcome.stderr).not.toMatch(/node:internal|node_modules|packages\/servery/);
    },
  );

  test("shows its stack where DEBUG is set", async () => {
    const app = createApp(service("throw new TypeError('out of paper');"));
    const { stderr } = await app.run(["routes"], { DEBUG: "1" });
    expect(stderr).toMatch(/TypeError: out of paper\n\s+at file:.*service\.ts:1/);
  });
});
