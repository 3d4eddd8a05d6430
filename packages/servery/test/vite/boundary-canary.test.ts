import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runInNewContext } from "node:vm";

import { afterEach, describe, expect, test, vi } from "vitest";

import { bundlers, createPage, type Files, viteBuild } from "./boundary-project.ts";
import type { Project } from "./project.ts";

const token = "canary7f3a9c";
let project: Project | undefined;
afterEach(() => {
  vi.unstubAllEnvs();
  project?.remove();
  project = undefined;
});

/** The modules whose marks are in the output, and all that were marked. */
async function buildCanary(files: Files, name: keyof typeof bundlers = "Vite") {
  project = createPage(files);
  const file = join(project.root, "canary/marks.json");
  const options = { server: ["server"], canary: { token, file } };
  const { failure, files: written } = await bundlers[name](project, options);
  expect(failure).toBe("");
  const marks = JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  const output = [...written].filter(([each]) => !each.endsWith(".map")).map(([, text]) => text);
  const left = Object.keys(marks).filter((mark) => output.some((text) => text.includes(mark)));
  return {
    left: left.map((mark) => marks[mark]).toSorted(),
    all: Object.values(marks).toSorted(),
    output,
  };
}

const everything = `
  export function declared(a) { "use strict"; return a + 1; }
  export const arrow = (a) => ({ a });
  export const nested = (a) => (b) => a + b;
  export const later = async () => { await 0; };
  export function* steps() { yield 1; }
  export class Base { constructor() { this.a = 1; } }
  export class Shape extends Base {
    static { globalThis.shapes = 1; }
    static {}
    constructor() { super(); this.b = 2; }
    get area() { return this.#hidden(); }
    #hidden() { return 3; }
    static of = () => new Shape();
  }
  export const object = { method() { return 4; }, get value() { return 5; }, async *all() { yield 6; } };
  export const immediately = (() => 7)();
`;

const use = `import * as all from "../server/all.js";
  globalThis.result = [all.declared(1), all.arrow(2).a, all.nested(1)(2), all.later(), [...all.steps()],
    all.Shape.of().area, all.Shape.of().a, all.object.method(), all.object.value, all.immediately, globalThis.shapes];`;

describe("a canary build", () => {
  test.each(["Vite", "Rollup", "Rolldown"] as const)("in %s shows what is left", async (name) => {
    const { left, all } = await buildCanary(
      {
        "web/main.js": `import { used } from "../server/used.js"; import { unused } from "../server/unused.js"; console.log(used());`,
        "server/used.js": `import { deep } from "./deep.js"; export function used() { return deep(); }`,
        "server/deep.js": `export const deep = () => Math.random();`,
        "server/unused.js": `import { deeper } from "./deeper.js"; export function unused() { return deeper(); }`,
        "server/deeper.js": `export const deeper = () => 1;`,
        "web/other.js": `export const other = () => 1;`,
      },
      name,
    );
    expect(left).toEqual(["server/deep.js", "server/used.js"]);
    expect(all).toEqual(["deep", "deeper", "unused", "used"].map((each) => `server/${each}.js`));
  });

  test("changes nothing of what code does, in whatever form it is written", async () => {
    const files = { "web/main.js": use, "server/all.js": everything };
    const { output, left } = await buildCanary(files, "Rolldown");
    expect(left).toEqual(["server/all.js"]);
    const world: Record<string, unknown> = {};
    runInNewContext(output.join(""), world);
    expect(JSON.parse(JSON.stringify(world["result"]))).toEqual([
      2,
      2,
      3,
      {},
      [1],
      3,
      1,
      4,
      5,
      7,
      1,
    ]);
  });

  test.each(everything.split("\n  export ").slice(1))("marks what is alone: %s", async (code) => {
    const { left } = await buildCanary({
      "web/main.js": `import * as all from "../server/all.js"; globalThis.all = { ...all };`,
      "server/all.js": `class Parent {} ; export ${code.replace("extends Base", "extends Parent")}`,
    });
    expect(left).toEqual(["server/all.js"]);
  });

  test("marks in workers, in TypeScript, in sources and what an environment makes a server's", async () => {
    const { left } = await buildCanary({
      "web/main.ts": `import raw from "../server/raw.ts?raw"; import { pay } from "../lib/pay.ts"; console.log(raw, pay());
        new Worker(new URL("./work.ts", import.meta.url), { type: "module" });`,
      "web/work.ts": `import { used } from "../server/used.ts"; postMessage(used<number>(1));`,
      "server/used.ts": `export function used<T>(a: T): T; export function used(a: unknown) { return a; }`,
      "server/raw.ts": `export const raw: number = 1;`,
      "lib/pay.ts": `export const pay = (): string => process.env["STRIPE_KEY"] as string;`,
    });
    expect(left).toEqual(["lib/pay.ts", "server/raw.ts?raw", "server/used.ts"]);
  });

  test("is asked for by the environment", async () => {
    project = createPage({
      "web/main.js": `import { p } from "../server/p.js"; console.log(p());`,
      "server/p.js": `export const p = () => 1;`,
    });
    const file = join(project.root, "marks.json");
    vi.stubEnv("SERVERY_CANARY", JSON.stringify({ token, file }));
    const { failure, files } = await viteBuild(project, { server: ["server"] });
    expect(failure).toBe("");
    const [mark] = Object.keys(JSON.parse(readFileSync(file, "utf8")) as object);
    expect([...files.values()].join("")).toContain(mark);
  });
});
