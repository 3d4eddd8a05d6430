import { describe, expect, test } from "vitest";

import type { GraphModule, ModuleImport } from "./module-graph.ts";
import { isPublicName } from "./public-names.ts";
import { isSecretName } from "./secret-names.ts";
import { toServerFinding } from "./server-finding.ts";
import { findServerReason, type ServerReason } from "./server-module.ts";

const place = { file: "web/a.ts", line: 3, column: 1 };

function bring(specifier: string, more: Partial<ModuleImport> = {}): ModuleImport {
  return { ...place, kind: "import", specifier, to: undefined, ...more };
}

function module(shown: string, more: Partial<GraphModule> = {}): GraphModule {
  return { path: `/app/${shown}`, shown, imports: [], environment: [], ...more };
}

function reading(name: string): Partial<GraphModule> {
  return { environment: [{ ...place, name }] };
}

const settings = { server: ["service/", "./tables", "data.ts"] };
const packaged = "node_modules/kit/index.js";

describe("a module belongs on the server", () => {
  test.each<readonly [why: string, module: GraphModule, reason: ServerReason]>([
    ["in a folder", module("service/deep/a.ts"), { kind: "folder", folder: "service/" }],
    ["in a folder, with a dot", module("tables/a.ts"), { kind: "folder", folder: "./tables" }],
    ["as a file", module("data.ts"), { kind: "folder", folder: "data.ts" }],
    ["as a source", module("data.ts?raw"), { kind: "folder", folder: "data.ts" }],
    ["on Windows", module("service\\a.ts"), { kind: "folder", folder: "service/" }],
    [
      "of a workspace",
      module("node_modules/kit/a.ts", {}),
      { kind: "folder", folder: "node_modules/kit" },
    ],
    ["by name", module("web/a.server.tsx"), { kind: "name" }],
    ["by name, as a source", module("web/a.server.ts?url"), { kind: "name" }],
    ["by a folder's name", module("web/.server/a.ts"), { kind: "name" }],
    [
      "by a mark",
      module("web/a.ts", { imports: [bring("server-only")] }),
      { kind: "marker", specifier: "server-only" },
    ],
    [
      "by SvelteKit's environment",
      module("web/a.ts", { imports: [bring("$env/static/private")] }),
      { kind: "marker", specifier: "$env/static/private" },
    ],
    [
      "by Servery's door",
      module("web/a.ts", { imports: [bring("servery/node", { to: "/s/node.ts" })] }),
      { kind: "servery", specifier: "servery/node" },
    ],
    [
      "by a builtin",
      module("web/a.ts", { imports: [bring("fs/promises")] }),
      { kind: "builtin", specifier: "fs/promises" },
    ],
    [
      "by another runtime's",
      module("web/a.ts", { imports: [bring("bun:sqlite", { kind: "dynamic" })] }),
      { kind: "builtin", specifier: "bun:sqlite" },
    ],
    [
      "by a builtin in a package",
      module(packaged, { imports: [bring("node:fs")] }),
      { kind: "builtin", specifier: "node:fs" },
    ],
    [
      "by a driver",
      module("web/a.ts", {
        imports: [bring("pg/lib/x.js", { to: "/a/node_modules/pg/lib/x.js" })],
      }),
      { kind: "driver", specifier: "pg/lib/x.js" },
    ],
    [
      "by a driver that is not for browsers because of a folder above",
      module("web/a.ts", { imports: [bring("pg", { to: "/browser/node_modules/pg/index.js" })] }),
      { kind: "driver", specifier: "pg" },
    ],
    [
      "by a scoped driver",
      module("web/a.ts", { imports: [bring("@azure/cosmos")] }),
      { kind: "driver", specifier: "@azure/cosmos" },
    ],
    [
      "by a driver's door",
      module("web/a.ts", { imports: [bring("drizzle-orm/neon-http")] }),
      { kind: "driver", specifier: "drizzle-orm/neon-http" },
    ],
    [
      "by a driver that a package has",
      module(packaged, {
        imports: [bring("pg", { kind: "require", to: "/node_modules/pg/index.js" })],
      }),
      { kind: "driver", specifier: "pg" },
    ],
    [
      "by a variable",
      module("web/a.ts", reading("PAYMENT_KEY")),
      { kind: "secret", name: "PAYMENT_KEY" },
    ],
  ])("%s", (_why, given, reason) => {
    const server = reason.kind === "folder" ? [reason.folder] : settings.server;
    expect(findServerReason(given, { server })).toEqual(reason);
  });
});

test.each(["REGION", "VITE_REGION"])("a secret is what is declared one: %s", (name) => {
  const given = module("web/a.ts", reading(name));
  const secretNames = new Set([name]);
  expect(findServerReason(given, { server: [], secretNames })).toEqual({ kind: "secret", name });
});

describe("a module may be anywhere", () => {
  test.each<readonly [what: string, module: GraphModule]>([
    ["beside a folder", module("services/a.ts")],
    ["in a folder of the same name elsewhere", module("web/service/a.ts")],
    ["named after servers", module("web/server.ts")],
    ["a package's file by name", module("node_modules/kit/a.server.js")],
    [
      "with the contract language",
      module("contract.ts", { imports: [bring("servery", { to: "/s" })] }),
    ],
    [
      "with the client",
      module("web/a.ts", { imports: [bring("servery/client"), bring("servery/react")] }),
    ],
    [
      "with a package of a builtin's name",
      module("web/a.ts", { imports: [bring("buffer", { to: "/n/buffer/index.js" })] }),
    ],
    [
      "with a payment package for browsers",
      module("web/a.ts", { imports: [bring("@stripe/stripe-js")] }),
    ],
    [
      "with tables of an ORM",
      module("web/a.ts", { imports: [bring("drizzle-orm/pg-core"), bring("kysely")] }),
    ],
    ...[
      "@prisma/client/index-browser.js",
      "mongodb/dist/mongodb.browser.umd.js",
      "pg/dist/browser/index.mjs",
    ].map((file): readonly [string, GraphModule] => [
      `with a driver's build for browsers: ${file}`,
      module("web/a.ts", {
        imports: [bring(file.split("/dist")[0]!, { to: `/a/node_modules/${file}` })],
      }),
    ]),
    [
      "with an own file for a driver",
      module("web/a.ts", { imports: [bring("sharp", { to: "/app/stub.ts" })] }),
    ],
    [
      "with a cloud's client for both sides",
      module("web/a.ts", { imports: [bring("@aws-sdk/client-s3"), bring("@azure/storage-blob")] }),
    ],
    [
      "with a driver's file as an address",
      module("web/a.ts", { imports: [bring("pg/logo.svg", { kind: "asset" })] }),
    ],
    [
      "a package that asks for what may be there",
      module(packaged, {
        imports: [bring("fs", { kind: "require" }), bring("pg", { kind: "dynamic" })],
      }),
    ],
    ["a package that reads variables", module(packaged, reading("HOME"))],
    ["with a server's variable that is no secret", module("web/a.ts", reading("REGION"))],
    ["with what all builds know", module("web/a.ts", reading("NODE_ENV"))],
    ["with a public variable", module("web/a.ts", reading("NEXT_PUBLIC_URL"))],
    [
      "named like a driver",
      module("web/a.ts", { imports: [bring("./pg.ts", { to: "/app/web/pg.ts" }), bring("pgn")] }),
    ],
  ])("%s", (_what, given) => {
    expect(findServerReason(given, settings)).toBeUndefined();
  });
});

test.each([
  ["VITE_STRIPE_SECRET_KEY", true],
  ["NEXT_PUBLIC_SUPABASE_SERVICE_ROLE_KEY", true],
  ["PUBLIC_DB_PASSWORD", true],
  ["REACT_APP_GITHUB_TOKEN", true],
  ["VITE_DATABASE_URL", true],
  ["VITE_JWT_PRIVATE_KEY", true],
  ["VITE_CLIENT_SECRET", true],
  ["VITE_SUPABASE_ANON_KEY", false],
  ["VITE_STRIPE_PUBLISHABLE_KEY", false],
  ["VITE_MAPBOX_TOKEN", false],
  ["VITE_TOKEN_URL", false],
  ["VITE_PASSWORD_MIN_LENGTH", false],
  ["VITE_CSRF_TOKEN_HEADER", false],
  ["VITE_API_URL", false],
  ["VITE_MONKEY", false],
  ["VITE_SECRETARY_EMAIL", false],
])("%s says that it is a secret: %s", (name, expected) => {
  expect(isSecretName(name)).toBe(expected);
});

test("a name is public by its prefix, which an app may choose", () => {
  expect([isPublicName("VITE_A"), isPublicName("A"), isPublicName("MODE")]).toEqual([
    true,
    false,
    true,
  ]);
  expect([isPublicName("APP_A", ["APP_"]), isPublicName("VITE_A", ["APP_"])]).toEqual([
    true,
    false,
  ]);
});

describe("a finding", () => {
  const start = { name: "web/main.ts", file: "web/main.ts", line: 2, column: 1 };
  const end = { name: "service/a.ts", file: "service/a.ts", line: 1, column: 1 };
  const reasons: readonly ServerReason[] = [
    { kind: "folder", folder: "service" },
    { kind: "name" },
    { kind: "marker", specifier: "server-only" },
    { kind: "servery", specifier: "servery/server" },
    { kind: "builtin", specifier: "node:fs" },
    { kind: "driver", specifier: "pg" },
    { kind: "secret", name: "PAYMENT_KEY" },
  ];

  test("stands where the module is brought, and says why and what to do, for every reason", () => {
    const chain = { module: module("service/a.ts"), steps: [start, end] };
    const findings = reasons.map((reason) => toServerFinding(chain, reason));
    for (const [at, { message, fix, subject, file, line }] of findings.entries()) {
      expect([subject, file, line]).toEqual(["web/main.ts → service/a.ts", "web/main.ts", 2]);
      expect(message).toMatch(/^web\/main\.ts brings service\/a\.ts to browsers/);
      const { kind, ...said } = reasons[at]!;
      for (const word of Object.values(said)) expect(message, kind).toContain(word);
      expect(fix.length, kind).toBeGreaterThan(40);
    }
    expect(new Set(findings.map(({ message }) => message)).size).toBe(reasons.length);
  });

  test("says when browsers start with it, and when its source is sent", () => {
    const entry = { module: module("service/a.ts"), steps: [end] };
    expect(toServerFinding(entry, { kind: "name" })).toMatchObject({
      file: "service/a.ts",
      message: expect.stringContaining("where a browser starts"),
    });
    const source = { module: module("service/a.ts?raw"), steps: [start, end] };
    expect(toServerFinding(source, { kind: "name" }).message).toContain(
      "the source of service/a.ts",
    );
  });
});
