import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import { findCrookedDoors, findOpenKitchens } from "./architecture/doors.ts";
import { findMisshapenFiles } from "./architecture/file-shape.ts";
import { findCycles, toEdges } from "./architecture/graph.ts";
import { type ModuleFile, parseModuleFile, readModuleFiles } from "./architecture/module-file.ts";
import { findMisplacedPackages } from "./architecture/packages.ts";
import { findMisplacedImports } from "./architecture/rooms.ts";

const root = new URL("../", import.meta.url);
const manifest = JSON.parse(readFileSync(new URL("package.json", root), "utf8")) as {
  exports: Record<string, string>;
};
const doors = Object.values(manifest.exports)
  .filter((path) => path.endsWith(".ts"))
  .map((path) => path.replace("./src/", ""));

function findAll(files: readonly ModuleFile[]): readonly string[] {
  return [
    ...findMisplacedImports(files),
    ...findMisplacedPackages(files),
    ...findCrookedDoors(files, doors),
    ...findOpenKitchens(files, toEdges(files)),
    ...findCycles(toEdges(files)),
    ...findMisshapenFiles(files),
  ];
}

describe("the house", () => {
  const files = readModuleFiles(new URL("src", root).pathname);

  test("has rooms to look at", () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.some(({ imports }) => imports.length > 0)).toBe(true);
  });

  test("keeps its floors, doors, packages, names and sizes", () => {
    expect(findAll(files)).toEqual([]);
  });
});

describe("a planted violation is found:", () => {
  const planted: readonly [what: string, expected: string, sources: Record<string, string>][] = [
    ["an import upwards", "not on a lower floor", { "lib/base/a.ts": `import "../contract/b.ts"` }],
    [
      "a type upwards",
      "not on a lower floor",
      { "lib/protocol/a.ts": `import type { B } from "../server/data/b.ts"` },
    ],
    [
      "a type in place",
      "not on a lower floor",
      { "lib/base/a.ts": `export type A = import("../ports/b.ts").B` },
    ],
    [
      "a neighbour",
      "not on a lower floor",
      { "lib/contract/a.ts": `export { b } from "../protocol/b.ts"` },
    ],
    [
      "a neighbour, lazily",
      "not on a lower floor",
      { "lib/client/a.ts": `await import("../server/b.ts")` },
    ],
    ["a neighbour upstairs", "not on a lower floor", { "lib/react/a.ts": `import "../vite/b.ts"` }],
    [
      "a worker's file upwards",
      "not on a lower floor",
      { "lib/server/data/a.ts": `new URL("../../adapters/b.ts", import.meta.url)` },
    ],
    [
      "a part to the right",
      "further right",
      { "lib/server/data/a.ts": `import "../pipeline/b.ts"` },
    ],
    [
      "the whole from a part",
      "further right",
      { "lib/server/pipeline/a.ts": `import "../service.ts"` },
    ],
    ["a door from a room", "outside of lib", { "lib/react/a.ts": `import "../../client.ts"` }],
    ["a test from a room", "for tests only", { "lib/server/a.ts": `import "./data/b.fixture.ts"` }],
    ["an unknown room", "no room of the house", { "lib/cellar/a.ts": "" }],
    ["a file between rooms", "no room of the house", { "lib/a.ts": "" }],
    ["an unknown part of the server", "no room of the house", { "lib/server/cellar/a.ts": "" }],
    [
      "Node downstairs",
      "adapters and vite",
      { "lib/server/data/a.ts": `import { join } from "node:path"` },
    ],
    [
      "Node without its prefix",
      "adapters and vite",
      { "lib/client/a.ts": `import fs from "fs/promises"` },
    ],
    [
      "Node's types",
      "adapters and vite",
      { "lib/ports/a.ts": `import type { Socket } from "node:net"` },
    ],
    [
      "Node by the back door",
      "adapters and vite",
      { "lib/server/a.ts": `process.getBuiltinModule("node:fs")` },
    ],
    [
      "a computed import",
      "nobody can check",
      { "lib/server/a.ts": "await import(`node:${name}`)" },
    ],
    [
      "React downstairs",
      "belongs in react",
      { "lib/client/a.ts": `import { useState } from "react"` },
    ],
    ["a package in the client", "no package", { "lib/client/a.ts": `import "kysely"` }],
    [
      "a browser package that is no type",
      "no package",
      { "lib/contract/a.ts": `import "@standard-schema/spec"` },
    ],
    ["the package by its name", "import the file", { "lib/react/a.ts": `import "servery/client"` }],
    ["a barrel door", "ExportAllDeclaration", { "client.ts": `export * from "./lib/client/a.ts"` }],
    ["a door with an import", "ImportDeclaration", { "client.ts": `import "./lib/client/a.ts"` }],
    ["a door with code", "ExportNamedDeclaration", { "client.ts": "export const a = 1" }],
    ["a hidden door", "no door", { "cellar.ts": `export { a } from "./lib/base/a.ts"` }],
    [
      "a kitchen in reach",
      "client.ts: client.ts → lib/react/a.ts → lib/server/b.ts",
      {
        "client.ts": `export { a } from "./lib/react/a.ts"`,
        "lib/react/a.ts": `import "../server/b.ts"`,
        "lib/server/b.ts": "",
      },
    ],
    [
      "a circle",
      "lib/base/a.ts → lib/base/b.ts → lib/base/a.ts",
      { "lib/base/a.ts": `import "./b.ts"`, "lib/base/b.ts": `import type { A } from "./a.ts"` },
    ],
    ["a long file", "has 401 lines", { "lib/base/a.ts": "export {};\n".repeat(401) }],
    ["a vague name", "named for nothing", { "lib/base/utils.ts": "" }],
    ["a vague test", "named for nothing", { "lib/base/helpers.test.ts": "" }],
    ["a name in camelCase", "kebab-case", { "lib/base/pathPattern.ts": "" }],
    ["JSX downstairs", "belongs in react", { "lib/client/a.tsx": "" }],
  ];

  test.each(planted)("%s", (_what, expected, sources) => {
    const files = Object.entries(sources).map(([path, text]) => parseModuleFile(path, text));
    const found = findAll(files);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });
});

describe("what is allowed stays allowed:", () => {
  const allowed: readonly [what: string, path: string, source: string][] = [
    ["an import downwards", "lib/server/data/a.ts", `import "../../base/b.ts"`],
    ["a part to the left", "lib/server/pipeline/a.ts", `import "../data/b.ts"`],
    ["the whole of its parts", "lib/server/service.ts", `import "./pipeline/b.ts"`],
    ["Node in adapters", "lib/adapters/node/a.ts", `import { createServer } from "node:http"`],
    ["Node in a test", "lib/base/a.test.ts", `import { join } from "node:path"`],
    ["a test of two floors", "lib/server/data/a.test.ts", `import "../../adapters/b.ts"`],
    [
      "a schema's type",
      "lib/contract/a.ts",
      `import type { StandardSchemaV1 } from "@standard-schema/spec"`,
    ],
    ["Kysely in the server", "lib/server/data/a.ts", `import { sql } from "kysely"`],
    ["a door by name", "react.ts", `export { a } from "./lib/react/a.ts"`],
    ["a URL of the caller's", "lib/client/a.ts", "new URL(path, location.href)"],
    ["types through a door", "react.ts", `export type { A } from "./lib/react/a.ts"`],
  ];

  test.each(allowed)("%s", (_what, path, source) => {
    expect(findAll([parseModuleFile(path, source)])).toEqual([]);
  });
});
