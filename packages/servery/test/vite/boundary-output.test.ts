import { join } from "node:path";

import { rolldown } from "rolldown";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { InlineConfig, Plugin } from "vite";

import { boundary, type BoundaryOptions } from "../../src/vite.ts";
import { bundlers, createPage, type Files, viteBuild } from "./boundary-project.ts";
import type { Project } from "./project.ts";

const secret = "sk_test_4eC39HqLyjWDarjtT1zdp7dc";
const main = (code: string): Files => ({ "web/main.js": code });

let project: Project | undefined;
beforeEach(() => {
  vi.stubEnv("STRIPE_SECRET_KEY", secret);
});
afterEach(() => {
  vi.unstubAllEnvs();
  project?.remove();
  project = undefined;
});

async function fail(files: Files, options: BoundaryOptions = {}, config: InlineConfig = {}) {
  project = createPage(files);
  const { failure } = await viteBuild(project, { server: ["server"], ...options }, config);
  expect(failure).not.toContain(secret);
  return failure;
}

describe("what is written is looked at once more", () => {
  test("for modules that a bundler has wrapped", async () => {
    project = createPage(main(`import { p } from "prices"; console.log(p);`));
    const id = `\0${project.root}/server/prices.js?commonjs-proxy`;
    const plugin: Plugin = {
      name: "proxy",
      resolveId: (source) => (source === "prices" ? id : undefined),
      load: (each) => (each === id ? `export const p = "prices";` : undefined),
    };
    const { failure } = await viteBuild(project, { server: ["server"] }, { plugins: [plugin] });
    expect(failure).toMatch(/assets\/index-.*\.js brings server\/prices.js to browsers/);
    expect(failure).toContain("(build/server-module, ");
  });

  test("for assets that a plugin emits", async () => {
    const plugin: Plugin = {
      name: "emit",
      buildStart() {
        const originalFileName = "server/plan.txt";
        this.emitFile({ type: "asset", fileName: "plan.txt", source: "a plan", originalFileName });
      },
    };
    const failure = await fail(main(`console.log(1);`), {}, { plugins: [plugin] });
    expect(failure).toContain("plan.txt brings server/plan.txt to browsers");
    expect(failure).toContain("(build/server-file, ");
  });

  test.each([
    ["by where they lie", "server/prices.ts", "a source"],
    ["by what they say", "elsewhere/db.ts", `import pg from "pg"; export const db: pg = new pg();`],
  ])("for sources that a map carries along, %s", async (_, source, content) => {
    const plugin: Plugin = {
      name: "premade",
      transform: (code, id) => {
        if (!id.endsWith("made.js")) return undefined;
        const sources = ["made.ts", join(project!.root, source)];
        const parts = { sources, sourcesContent: ["x", content] };
        return { code, map: { version: 3, names: [], ...parts, mappings: "AAAA,QCAA" } };
      },
    };
    const files = { ...main(`import "./made.js";`), "web/made.js": `console.log("made");` };
    const failure = await fail(files, {}, { plugins: [plugin] });
    expect(failure).toContain(`brings ${source} to browsers`);
    expect(failure).toContain("(build/source-map, ");
    expect(await fail(files, {}, { plugins: [plugin], build: { sourcemap: false } })).toBe("");
  });

  test("and says nothing of a module that nothing is left of, where its finding is suppressed", async () => {
    const files = {
      ...main(`import { p } from "../server/prices.js"; console.log(1);`),
      "server/prices.js": `export const p = "for servers";`,
    };
    const failure = await fail(files);
    const [, fingerprint] = /graph\/server-module, ([0-9a-f]{16})/.exec(failure)!;
    const suppression = {
      rule: "graph/server-module",
      fingerprint,
      reason: "It is shaken out.",
      until: "2999-01-01",
    };
    const settings = { "servery.boundary.json": JSON.stringify({ suppressions: [suppression] }) };
    project?.remove();
    expect(await fail({ ...files, ...settings })).toBe("");
    project?.remove();
    const used = {
      ...files,
      ...settings,
      ...main(`import { p } from "../server/prices.js"; console.log(p);`),
    };
    expect(await fail(used)).toContain("(build/server-module, ");
  });
});

describe("a secret's value fails a build", () => {
  const env = {
    ".env": `DATABASE_URL=postgres://shop:${secret}@db.example.com/shop\nVITE_TITLE=Shop`,
  };
  test.each<readonly [what: string, Files, BoundaryOptions, InlineConfig, expected: string]>([
    [
      "that is named, in code",
      main(`console.log("${secret}");`),
      { secrets: ["STRIPE_SECRET_KEY"] },
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent",
    ],
    [
      "that the environment calls one",
      main(`console.log("${secret}");`),
      {},
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent",
    ],
    [
      "in Base64",
      main(`console.log("${btoa(`ab${secret}`)}");`),
      {},
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent (as base64)",
    ],
    [
      "in pieces",
      main(`const parts = ["sk_test_4eC39Hq", "LyjWDarjtT1zdp7dc"]; console.log(parts.join(""));`),
      {},
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent",
    ],
    [
      "in pieces, beside one long text",
      main(
        `console.log("${"QUJD/+".repeat(5000)}"); const parts = ["sk_test_4eC39Hq", "LyjWDarjtT1zdp7dc"]; console.log(parts.join(""));`,
      ),
      {},
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent",
    ],
    [
      "in a style",
      { ...main(`import "./main.css";`), "web/main.css": `a::after { content: "${secret}"; }` },
      {},
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent",
    ],
    [
      "in the page",
      {
        ...main(""),
        "index.html": `<meta name="key" content="${secret}"><script type="module" src="/web/main.js"></script>`,
      },
      {},
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent",
    ],
    [
      "in a comment that only a map has",
      main(`/* ${secret} */ console.log(1);`),
      {},
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent",
    ],
    [
      "in a worker",
      {
        ...main(`new Worker(new URL("./w.js", import.meta.url));`),
        "web/w.js": `postMessage("${secret}")`,
      },
      {},
      {},
      "secret STRIPE_SECRET_KEY is in what browsers are sent",
    ],
    [
      "that a file of variables keeps",
      { ...env, ...main(`console.log("postgres://shop:${secret}@db.example.com/shop");`) },
      {},
      {},
      "secret DATABASE_URL is in what browsers are sent",
    ],
    [
      "that refers to another",
      {
        ".env": `PW=${secret}\nDATABASE_URL=postgres://shop:\${PW}@db.example.com/shop`,
        ...main(`console.log("postgres://shop:${secret}@db.example.com/shop");`),
      },
      {},
      {},
      "secret DATABASE_URL is in what browsers are sent",
    ],
    ...[
      ["DATABASE_DSN", "shop:4eC39HqLyjWDarjtT1zdp7dc@tcp(db:3306)/shop"],
      ["SHOP_PUBLIC_API_SECRET", "correct horse battery staple"],
      ["ANON_PASSWORD", "correct horse battery staple"],
      ["SLACK_WEBHOOK", "https://hooks.slack.com/services/T0AK3F/B7Q/xYz9aBc8dEf7gHi6jKl5mNo4"],
      ["STORE", "Server=db; User=shop; Password=correct horse"],
      ["BROKER", "amqp://shop:correct-horse@queue.internal/shop"],
    ].map(([name, value]): readonly [string, Files, BoundaryOptions, InlineConfig, string] => [
      `that is called ${name}`,
      { ".env": `${name}='${value}'`, ...main(`console.log(${JSON.stringify(value)});`) },
      {},
      {},
      `secret ${name} is in what browsers are sent`,
    ]),
    [
      "that a public variable has too, and that is called a secret",
      { ".env": `SHOP_TOKEN=correct-horse-battery\nVITE_SHOP=$SHOP_TOKEN`, ...main("") },
      {},
      {},
      "import.meta.env.VITE_SHOP holds the value of SHOP_TOKEN",
    ],
    [
      "in what a public variable holds",
      { ".env": `VITE_KEY=${secret}`, ...main("") },
      {},
      {},
      "import.meta.env.VITE_KEY holds the value of STRIPE_SECRET_KEY",
    ],
    [
      "in what a public variable holds a part of",
      { ".env": `PW=x${secret}\nVITE_CONFIG={"key":"x${secret}"}`, ...main("") },
      {},
      {},
      "import.meta.env.VITE_CONFIG holds the value of PW",
    ],
    [
      "that a prefix opens",
      main(""),
      {},
      { envPrefix: ["VITE_", "STRIPE_"] },
      `import.meta.env has STRIPE_SECRET_KEY: a prefix in "envPrefix"`,
    ],
    [
      "in a definition",
      main("console.log(__KEY__);"),
      {},
      { define: { __KEY__: JSON.stringify(secret) } },
      `"define" replaces __KEY__ with the value of STRIPE_SECRET_KEY`,
    ],
    [
      "in a definition that is an object",
      main("console.log(__KEY__);"),
      {},
      { define: { __KEY__: { key: `Bearer ${secret}` } } },
      `"define" replaces __KEY__ with the value of STRIPE_SECRET_KEY`,
    ],
    [
      "with the whole environment",
      main(""),
      {},
      { define: { "process.env": JSON.stringify(process.env) } },
      `"define" replaces process.env with the whole environment`,
    ],
    [
      "with the whole environment as an object",
      main(""),
      {},
      { define: { "process.env": process.env } },
      `"define" replaces process.env with the whole environment`,
    ],
  ])("%s", async (_, files, options, config, expected) => {
    expect(await fail(files, options, config)).toContain(expected);
  });

  test("once where its parts stand in it, in a map too, and each part that stands alone", async () => {
    const address = `postgres://shop:${secret}@db.example.com/shop`;
    const variables = { ".env": `DATABASE_URL=${address}` };
    const named = { secrets: ["DATABASE_URL"] };
    vi.stubEnv("STRIPE_SECRET_KEY", undefined);
    const whole = await fail({ ...variables, ...main(`/* ${address} */ console.log(1);`) }, named);
    expect(whole).toContain("secret DATABASE_URL is in");
    expect(whole).not.toContain("DATABASE_URL (password)");
    project?.remove();
    const both = { ...variables, ...main(`/* ${address} ${secret} */ console.log(1);`) };
    expect(await fail(both, named)).toContain("secret DATABASE_URL (password) is in");
  });

  test.each(["Rollup", "Rolldown"] as const)("with %s too", async (name) => {
    project = createPage(main(`console.log("${secret}");`));
    const { failure } = await bundlers[name](project, { secrets: ["STRIPE_SECRET_KEY"] });
    expect(failure).toContain("secret STRIPE_SECRET_KEY is in what browsers are sent");
    expect(failure).not.toContain(secret);
  });
});

test("code whose constants could not be put together is told", async () => {
  project = createPage(main("console.log(1);"));
  const told: string[] = [];
  const deep: Plugin = {
    name: "deep",
    generateBundle(_, bundle) {
      for (const file of Object.values(bundle))
        if (file.type === "chunk") file.code = `console.log(${"a+".repeat(15_000)}a);`;
    },
  };
  const onLog = (_: string, { message }: { message: string }) => void told.push(message);
  const build = { sourcemap: false, rolldownOptions: { onLog } };
  const { failure } = await viteBuild(project, {}, { plugins: [deep], build });
  expect(failure).toBe("");
  expect(told.join()).toMatch(/index-.*\.js is searched for secrets as it stands only: /);
});

test("what a page and its worker share is told once", async () => {
  project = createPage({
    "web/main.js": `import "./shared.js"; new Worker(new URL("./w.js", import.meta.url), { type: "module" });`,
    "web/w.js": `import "./shared.js"; console.log(process.env.SHOP_SHELF);`,
    "web/shared.js": `console.log(process.env.SHOP_PLACE);`,
  });
  const told: string[] = [];
  const onLog = (_: string, { message }: { message: string }) => void told.push(message);
  const { failure } = await viteBuild(project, {}, { build: { rolldownOptions: { onLog } } });
  expect(failure).toBe("");
  const times = (name: string) => told.join().split(`${name} is read from`).length - 1;
  expect(["SHOP_PLACE", "SHOP_SHELF"].map(times), told.join()).toEqual([1, 1]);
});

test("Rolldown's own definitions are looked at", async () => {
  project = createPage(main("console.log(1);"));
  const build = rolldown({
    input: join(project.root, "web/main.js"),
    plugins: [boundary({ root: project.root })],
    transform: { define: { __KEY__: JSON.stringify(secret) } },
  }).then((bundle) => bundle.generate());
  await expect(build).rejects.toThrow(
    `"define" replaces __KEY__ with the value of STRIPE_SECRET_KEY`,
  );
});

const ordinary = {
  APP_TIMEZONE: "America/New_York",
  SITE_TITLE: "The Corner Book Shop",
  S3_BUCKET: "corner-shop-uploads-2024",
  COGNITO_USER_POOL_ID: "eu-central-1_AbC12dEfG",
  STRIPE_PRICE_PRO: "price_1MoBy5LkdIwHu7ixZhnattbh",
  GIT_COMMIT: "9fceb02d0ae598e95dc970b74767f19372d61af8",
  TENANT: "123e4567-e89b-12d3-a456-426614174000",
  API_KEY_HEADER: "X-Corner-Shop-Api-Key",
  WELCOME: "Since 1998, 12 shelves, 3 cats and 24000 books",
};

describe("no secret is what", () => {
  test.each<readonly [what: string, Files, InlineConfig]>([
    [
      "is short",
      { ".env": "PIN=123456\nREGION=eu-central", ...main(`console.log("123456", "eu-central");`) },
      {},
    ],
    [
      "is an address and nothing else",
      {
        ".env":
          "API=https://api.example.com/v1/shop\nHOST=smtp.mail.example.com\nFROM=Shop <shop@mail.example.com>\nFILE=./data/shop.production.db",
        ...main(
          `console.log("https://api.example.com/v1/shop", "smtp.mail.example.com", "Shop <shop@mail.example.com>", "./data/shop.production.db");`,
        ),
      },
      {},
    ],
    [
      "is published under another name",
      {
        ".env":
          "STRIPE_PUBLISHABLE_KEY=pk_test_TYooMQauvdEDq54NiTphI7jx\nVITE_STRIPE=pk_test_TYooMQauvdEDq54NiTphI7jx",
        ...main(`console.log(import.meta.env.VITE_STRIPE);`),
      },
      {},
    ],
    [
      "is called otherwise and not random",
      {
        ".env": Object.entries(ordinary)
          .map(([name, value]) => `${name}="${value}"`)
          .join("\n"),
        ...main(`console.log(${JSON.stringify(ordinary)});`),
      },
      {},
    ],
    [
      "a public variable publishes",
      {
        ".env":
          "FIREBASE_API_KEY=AIzaSyB4c3D2e1F0g9H8i7J6k5L4m3N2o1P0q9r\nVITE_FIREBASE_API_KEY=$FIREBASE_API_KEY",
        ...main(`console.log(import.meta.env.VITE_FIREBASE_API_KEY);`),
      },
      {},
    ],
    [
      "a definition says of the version",
      main(`console.log(__VERSION__);`),
      { define: { __VERSION__: JSON.stringify("1.2.3-2026-11-28T08:00:00Z") } },
    ],
    [
      "an own prefix is for",
      {
        ".env": "APP_WELCOME=Welcome to our lovely shop",
        ...main(`console.log(import.meta.env.APP_WELCOME);`),
      },
      { envPrefix: "APP_" },
    ],
    ["is a secret's name", main(`console.log("STRIPE_SECRET_KEY");`), {}],
  ])("%s", async (_, files, config) => {
    expect(await fail(files, {}, config)).toBe("");
  });
});

describe("a warning lets the build pass", () => {
  test.each(["Vite", "Rollup", "Rolldown"] as const)("in %s", async (name) => {
    project = createPage({
      ...main(`import { p } from "../server/a.js"; console.log(p);`),
      "server/a.js": `export const p = 1;`,
    });
    const { failure, files } = await bundlers[name](project, { server: ["server"], mode: "warn" });
    expect(failure).toBe("");
    expect(files.size).toBeGreaterThan(0);
  });
});
