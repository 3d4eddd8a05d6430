import { type App, createApp } from "../app.ts";

/** A handler, and what is to be found in it: what stands after each comment that names a kind, and nothing else. */
export interface Case {
  readonly is: string;
  /** The module that exports the handler as its default, or several files with it as `handler.ts`. */
  readonly code: string | Readonly<Record<string, string>>;
  readonly kind?: "query" | "mutation";
}

/** A place where a case says that something is to be found, `rule file:line:column`. */
export type Expected = readonly string[];

/** The name of a case's operation. */
export function operationOf(index: number): string {
  return `cases.case${index}`;
}

/** One app with an operation for each case, whose handlers stand in folders of their own. */
export function createCaseApp(cases: readonly Case[]): App {
  const files = cases.flatMap((each, index) =>
    Object.entries(filesOf(each)).map(([name, text]) => [`cases/${index}/${name}`, text]),
  );
  return createApp({
    "contract.ts": contractOf(cases),
    "service.ts": serviceOf(cases),
    ...packageOf("dayjs", `export default (at) => new Date(at ?? Date.now());`),
    ...packageOf("memoize", `export const memoize = (inner) => (context) => inner(context);`),
    ...(Object.fromEntries(files) as Record<string, string>),
  });
}

/** A package that the repository does not have. */
function packageOf(name: string, text: string): Readonly<Record<string, string>> {
  const folder = `cases/node_modules/${name}`;
  return {
    [`${folder}/package.json`]: `{ "name": "${name}", "type": "module", "exports": "./index.js" }`,
    [`${folder}/index.js`]: `${text}\n`,
  };
}

/** What a case's marks say: what follows one is to be found. */
export function expectedOf(each: Case, index: number): Expected {
  return Object.entries(filesOf(each)).flatMap(([name, text]) =>
    [...text.matchAll(/\/\*([a-z-]+)\*\//g)].map((mark) => {
      const before = text.slice(0, mark.index + mark[0].length).split("\n");
      return `ambient/${mark[1]} cases/${index}/${name}:${before.length}:${before.at(-1)!.length + 1}`;
    }),
  );
}

function filesOf({ code }: Case): Readonly<Record<string, string>> {
  return typeof code === "string" ? { "handler.ts": code } : code;
}

function contractOf(cases: readonly Case[]): string {
  const operations = cases.map(({ kind = "query" }, index) => {
    const path = `/cases/${index}`;
    return `case${index}: ${kind}({ path: "${path}", access: "public", output: z.object({ ok: z.boolean() }) }),`;
  });
  return [
    `import { contract, mutation, query } from "servery";`,
    `import * as z from "zod";`,
    `export const app = contract({ name: "cases", operations: { cases: {`,
    ...operations,
    `} } });\n`,
  ].join("\n");
}

function serviceOf(cases: readonly Case[]): string {
  const imports = cases.map(
    (_, index) => `import case${index} from "./cases/${index}/handler.ts";`,
  );
  const names = cases.map((_, index) => `case${index}`).join(", ");
  return [
    `import { createService } from "servery/server";`,
    `import { app } from "./contract.ts";`,
    ...imports,
    `export default createService(app, { handlers: { cases: { ${names} } } });\n`,
  ].join("\n");
}
