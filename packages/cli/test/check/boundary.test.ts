import { describe, expect, test } from "vitest";

import type { CheckReport } from "../../src/check/check-report.ts";
import { createApp, files } from "../app.ts";

const value = "pk7_Zq81mWvT3xLc94RbYh2u";
const service = files["service.ts"]
  .replace(`{ createService }`, `{ createService, secret }`)
  .replace(`  tables: { notes },`, `  tables: { notes },\n  secrets: [secret("PAYMENT_KEY")],`);
const page = `<!doctype html><body><script type="module" src="/src/main.ts"></script></body>`;

/** The app with a front-end: a page, its first module, and what belongs on the server. */
function appWith(main: string, more: Readonly<Record<string, string>> = {}) {
  return createApp({
    "service.ts": service,
    "index.html": page,
    "src/main.ts": main,
    "server/prices.ts": `export const priceOf = (cost: number) => cost * 1.42;\n`,
    "servery.boundary.json": `{ "server": ["server", "service.ts", "tables.ts"] }`,
    ".env": `PAYMENT_KEY=${value}\n`,
    ...more,
  });
}

const leak = `import { priceOf } from "../server/prices.ts";\ndocument.title = String(priceOf(1));\n`;
const config = (settings: string) =>
  `import { servery } from "servery/vite";\nexport default { plugins: [servery()], ...(${settings}) };\n`;

describe("servery check", () => {
  test("tells of a server module in the front-end, with the way there and the fix", async () => {
    const { code, stdout, stderr } = await appWith(leak).run(["check"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/graph\/server-module {2}[0-9a-f]{16}\n/);
    expect(stdout).toMatch(/src\/main\.ts brings server\/prices\.ts to browsers/);
    expect(stdout).toMatch(/index\.html → src\/main\.ts .*→ server\/prices\.ts/);
    expect(stdout).toMatch(/\n {4}fix \S/);
    expect(stderr).toMatch(
      /^checked ambient: 1 query, 3 files; graph: \d+ modules; placement: .+\nnot checked bundle: nothing is built here yet: there is no dist\nerror: There is 1 finding\.\n$/,
    );
  });

  test("looks at what the front-end's configuration writes to", async () => {
    const app = appWith("document.title = `x`;", {
      "vite.config.js": config(`{ root: "src", build: { outDir: "../public_html" } }`),
      "dist/a.js": "1;",
      "public_html/a.js": `console.log("${value}");`,
    });
    const { code, stdout } = await app.run(["check", "--only", "bundle", "--json"]);
    const { findings, checked } = JSON.parse(stdout) as CheckReport;
    expect([code, findings.map(({ rule, file }) => [rule, file]), checked.bundle]).toEqual([
      1,
      [["bundle/secret", "public_html/a.js"]],
      expect.objectContaining({ files: 1 }),
    ]);
  });

  test("decides nothing where Vite cannot be asked, says so once, and tells no secret", async () => {
    const app = appWith(leak, {
      "vite.config.js": `throw new Error("No key like " + process.env.PAYMENT_KEY + btoa(process.env.PAYMENT_KEY));`,
    });
    const { code, stdout } = await app.run(["check", "--only", "graph,placement,bundle", "--json"]);
    const { findings, undecided, checked } = JSON.parse(stdout) as CheckReport;
    expect([code, findings, checked.graph]).toEqual([2, [], { modules: 0 }]);
    expect(undecided).toEqual([
      {
        subject: "vite.config.js",
        reason: "Vite cannot read it: No key like Secret(PAYMENT_KEY)Secret(PAYMENT_KEY)",
      },
    ]);
  });

  test("lets pass what is suppressed with a reason, until its day, and tells what is stale", async () => {
    const suppressed = async (until: string, main: string) => {
      const app = appWith(main);
      const first = JSON.parse(
        (await appWith(leak).run(["check", "--json"])).stdout,
      ) as CheckReport;
      const [{ fingerprint, rule }] = first.findings as [CheckReport["findings"][number]];
      const suppressions = [{ fingerprint, rule, reason: "it is to be moved next week", until }];
      app.write("servery.boundary.json", JSON.stringify({ server: ["server"], suppressions }));
      const { code, stdout } = await app.run(["check", "--only", "graph", "--json"]);
      return [code, (JSON.parse(stdout) as CheckReport).findings.map((each) => each.rule)];
    };
    expect(await suppressed("2999-12-31", leak)).toEqual([0, []]);
    expect(await suppressed("2020-01-01", leak)).toEqual([
      1,
      ["suppression/expired", "graph/server-module"],
    ]);
    expect(await suppressed("2999-12-31", "document.title = `x`;")).toEqual([
      1,
      ["suppression/stale"],
    ]);
  });

  test("cannot decide where what was asked for is not there, or a secret has no value", async () => {
    const only = (family: string) => ["check", "--only", family];
    const plain = await createApp().run(only("graph"));
    expect([plain.code, plain.stderr]).toEqual([2, expect.stringContaining("no front-end here")]);
    const unbuilt = await appWith("export {};").run(only("bundle"));
    expect(unbuilt.code).toBe(2);
    const unknown = await appWith("export {};", { ".env": "", "dist/a.js": "1;" }).run(
      only("bundle"),
    );
    expect([unknown.code, unknown.stdout]).toEqual([2, expect.stringContaining("PAYMENT_KEY")]);
  });

  test("needs no value of a secret that the service can do without, and looks for one that it has", async () => {
    const optional = service.replace(
      `secret("PAYMENT_KEY")`,
      `secret("PAYMENT_KEY", { optional: true })`,
    );
    const check = (values: string) =>
      appWith("export {};", {
        "service.ts": optional,
        ".env": values,
        "dist/a.js": `"${value}";`,
      }).run(["check", "--only", "bundle"]);
    expect((await check("")).code).toBe(0);
    const { code, stdout } = await check(`PAYMENT_KEY=${value}\n`);
    expect([code, stdout]).toEqual([1, expect.stringContaining("PAYMENT_KEY")]);
  });

  test("finds a declared secret in what was built, by its name alone", async () => {
    const encoded = Buffer.from(`x${value}`).toString("base64");
    const app = appWith("export {};", { "dist/assets/a.js": `const a = "${encoded}";` });
    const { code, stdout, stderr } = await app.run(["check"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/dist\/assets\/a\.js:1:\d+ {2}bundle\/secret/);
    expect(stdout).toContain("PAYMENT_KEY");
    expect(stdout + stderr).not.toContain(value);
    expect(stdout + stderr).not.toContain(encoded);
  });

  test("refuses settings with a mistake", async () => {
    const { code, stderr } = await appWith("", { "servery.boundary.json": `{"sever":[]}` }).run([
      "check",
    ]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('there is no "sever"')]);
  });
});

describe("servery check --canary", () => {
  const canary = ["check", "--only", "canary", "--json"];

  test("proves that a build gives a secret away, though nobody has its value here", async () => {
    const app = appWith(`declare const KEY: string;\ndocument.title = KEY;`, {
      ".env": "",
      "vite.config.js": config(
        `{ define: { KEY: JSON.stringify(process.env.PAYMENT_KEY ?? "") } }`,
      ),
    });
    const { code, stdout } = await app.run(canary);
    const { findings, checked } = JSON.parse(stdout) as CheckReport;
    expect([code, findings.map(({ rule, subject, file }) => [rule, subject, file])]).toEqual([
      1,
      [["canary/secret", "PAYMENT_KEY", "vite.config.js"]],
    ]);
    expect(checked.canary).toMatchObject({ secrets: 1 });
  });

  test("proves that code of the server's is in the output, and nothing that was shaken away", async () => {
    const app = appWith(
      `import { priceOf } from "../server/prices.ts";\nimport { unused } from "../server/rest.ts";\ndocument.title = String(priceOf(1)) + typeof 1;\nif (false) unused();`,
      {
        "server/prices.ts": `export function priceOf(cost: number) {\n  return cost * Number(location.hash.slice(1));\n}\n`,
        "server/rest.ts": `export function unused() {\n  return document.cookie;\n}\n`,
        "vite.config.js": config("{}"),
      },
    );
    const { code, stdout } = await app.run(canary);
    const { findings } = JSON.parse(stdout) as CheckReport;
    expect([code, findings.map(({ rule, file }) => [rule, file])]).toEqual([
      1,
      [["canary/server-module", "server/prices.ts"]],
    ]);
  });

  test("finds nothing where nothing gets out, and writes nothing beside the app's own output", async () => {
    const app = appWith(`document.title = "x";`, {
      "vite.config.js": config("{}"),
      "dist/a.js": "1;",
    });
    const { code, stdout } = await app.run(canary);
    expect([code, (JSON.parse(stdout) as CheckReport).findings]).toEqual([0, []]);
    expect((await app.run(["check", "--only", "bundle", "--json"])).stdout).toContain('"files": 1');
  });

  test("decides nothing where the build fails, and tells no secret of what it said", async () => {
    const app = appWith("export {};", {
      "vite.config.js": `const key = process.env.PAYMENT_KEY, own = "${value}";
throw new Error([key, own].map((each) => [each, btoa("-" + each), Buffer.from(each).toString("hex"), JSON.stringify(JSON.stringify(each)), each.replace("_", "%5f")].join(" ")).join(" and "));`,
    });
    const { code, stdout, stderr } = await app.run(canary);
    expect(code).toBe(2);
    expect(stdout).toContain("the build with canaries failed");
    expect(stdout.match(/Secret\(PAYMENT_KEY\)/g)).toHaveLength(10);
    for (const shown of [value, btoa(`-${value}`).slice(4, -4), Buffer.from(value).toString("hex")])
      expect(stdout + stderr).not.toContain(shown);
    expect(stdout + stderr).not.toMatch(/pk7_\w{20}/);
  });

  test("is made beside families that are named, and tells of a value under another name", async () => {
    const app = appWith("document.title = import.meta.env.VITE_THEME;", {
      "vite.config.js": `import { servery } from "servery/vite";\nexport default { plugins: [servery({ mode: "warn" })] };`,
      ".env.production": `VITE_THEME=${value}\n`,
    });
    const { code, stdout } = await app.run(["check", "--only", "ambient", "--canary", "--json"]);
    const { findings, checked } = JSON.parse(stdout) as CheckReport;
    expect([code, findings.map(({ rule, subject }) => [rule, subject])]).toEqual([
      1,
      [["canary/secret", "PAYMENT_KEY"]],
    ]);
    expect(Object.keys(checked)).toEqual(["ambient", "canary"]);
  });

  test.each([
    ["has no plugin that marks server modules", "export default {};", "no marks"],
    [
      "writes elsewhere, whatever folder it is given",
      config(`{ build: { rolldownOptions: { output: { dir: "dist" } } } }`),
      "writes to dist",
    ],
  ])("decides nothing where the configuration %s", async (_, settings, why) => {
    const app = appWith("export {};", { "vite.config.js": settings, "dist/a.js": "1;" });
    const { code, stdout } = await app.run(canary);
    expect([code, stdout]).toEqual([2, expect.stringContaining(why)]);
    expect((await app.run(["check", "--only", "bundle", "--json"])).stdout).toContain('"files": 1');
  });
});

test("servery check decides nothing where there is nothing to look at", async () => {
  const app = createApp({ "service.ts": undefined });
  const { code, stdout } = await app.run(["check"]);
  expect([code, stdout]).toEqual([
    2,
    expect.stringContaining("nothing here that could be checked"),
  ]);
});
