import { afterEach, describe, expect, test } from "vitest";

import { buildProject, contractFiles, createProject, type Project } from "./project.ts";

let project: Project | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

function build(main: string, options = {}, files = {}): Promise<string> {
  project = createProject({ ...contractFiles, "main.ts": main, ...files });
  return buildProject(project, options);
}

const routes = `operations: { products: { get: {`;
const forbidden = [
  "SECRET",
  "secret-role",
  "ZodObject",
  "not_found",
  "10/minute",
  "access",
  "role(",
];

function expectRoutesOnly(output: string): void {
  expect(output.replaceAll('"', "").replaceAll(/\s+/g, " ")).toContain(routes);
  for (const text of forbidden) expect(output).not.toContain(text);
}

describe("a build for browsers gets the routes, and nothing else of a contract module", () => {
  test.each([
    ["imported", `import { store } from "./contract.ts"; console.log(store);`, {}],
    ["imported whole", `import * as c from "./contract.ts"; console.log(c.store);`, {}],
    ["imported later", `console.log((await import("./contract.ts")).store);`, {}],
    [
      "exported again",
      `import { store } from "./index.ts"; console.log(store);`,
      { "index.ts": `export { store } from "./contract.ts";` },
    ],
    [
      "exported again with all",
      `import { store } from "./index.ts"; console.log(store);`,
      { "index.ts": `export * from "./contract.ts";` },
    ],
    [
      "exported by default",
      `import it from "./default.ts"; console.log(it);`,
      {
        "default.ts": `import { contract as make } from "servery"; import { getProduct } from "./operations.ts";
          export default make({ name: "store", operations: { products: { get: getProduct } } });`,
      },
    ],
    [
      "used for its types too",
      `import { store, Product, getProduct } from "./contract.ts"; import type { admin } from "./contract.ts";
       type All = [Product, typeof getProduct, typeof admin]; console.log(store as unknown as All);`,
      {},
    ],
  ])("%s", async (_, main, files) => {
    expectRoutesOnly(await build(main, {}, files));
  });

  test("and of identity's operations which they are", async () => {
    const shop = `import { contract, identity } from "servery";
      export const shop = contract({ name: "shop", operations: identity({ tokens: true }) });`;
    const main = `import { shop } from "./shop.ts"; console.log(shop);`;
    const output = (await build(main, {}, { "shop.ts": shop })).replaceAll('"', "");
    expect(output.replaceAll(/\s+/g, "")).toContain("builtIn:{kind:identity,name:sessions.list}");
    expect(output).not.toContain("weak_password");
  });

  test("and none of it where only types are used", async () => {
    const output = await build(
      `import { getProduct } from "./contract.ts"; export type P = typeof getProduct; console.log(1);`,
    );
    expect(output).not.toContain("/products/:id");
    expect(output).not.toContain("SECRET");
  });
});

test("a build for servers gets the module itself", async () => {
  project = createProject({
    ...contractFiles,
    "main.ts": `export { store } from "./contract.ts";`,
  });
  const output = await buildProject(project, {}, { ssr: "main.ts" });
  expect(output).toContain("secret-role");
});

describe("what a browser does not get is an error that names importer, export and fix", () => {
  test.each([
    [
      "an operation",
      "getProduct",
      `import { store, getProduct } from "./contract.ts"; console.log(store, getProduct);`,
      "contract.ts",
      {},
    ],
    [
      "an operation of a module without contract",
      "getProduct",
      `import { getProduct } from "./operations.ts"; console.log(getProduct);`,
      "operations.ts",
      {},
    ],
    [
      "an identity",
      "accounts",
      `import { accounts } from "./accounts.ts"; console.log(accounts);`,
      "accounts.ts",
      { "accounts.ts": `import { identity } from "servery"; export const accounts = identity();` },
    ],
    [
      "a schema",
      "Product",
      `import { Product as P } from "./contract.ts"; console.log(P);`,
      "contract.ts",
      {},
    ],
    [
      "a member of the whole",
      "admin",
      `import * as c from "./contract.ts"; console.log(c.store, c.admin);`,
      "contract.ts",
      {},
    ],
    ["an export again", "admin", `export { admin as a } from "./contract.ts";`, "contract.ts", {}],
    [
      "an import through an export of all",
      "admin",
      `import { admin } from "./index.ts"; console.log(admin);`,
      "contract.ts",
      {
        "index.ts": `export * from "./other.ts"; export * from "./contract.ts";`,
        "other.ts": `export const other = 1;`,
      },
    ],
  ])("%s", async (_, name, main, module, files) => {
    const failed = await build(main, {}, files).then(() => "", String);
    expect(failed).toContain(`main.ts imports "${name}" from the contract module ${module}`);
    expect(failed).toContain(`servery({ expose: ["${name}"] })`);
  });

  test("a mistake in the contract is told as it is", async () => {
    const files = {
      "contract.ts": `import { contract } from "servery"; export const store = contract({ name: "Not a name", operations: {} });`,
    };
    const failed = await build(
      `import { store } from "./contract.ts"; console.log(store);`,
      {},
      files,
    ).then(() => "", String);
    expect(failed).toContain('the contract\'s name "Not a name" must be lower case');
  });
});

describe("what is exposed reaches a browser with what it needs, and no more", () => {
  test("a declaration with the function that it calls", async () => {
    const output = await build(
      `import { store, label } from "./contract.ts"; console.log(store, label);`,
      { expose: ["label"] },
    );
    expect(output).toContain('"EUR"');
    expectRoutesOnly(output);
  });

  test("an import that is exported again, from a module that is written in the language too", async () => {
    const output = await build(
      `import { maximumQuantity } from "./contract.ts"; console.log(maximumQuantity);`,
      {
        expose: ["maximumQuantity"],
      },
    );
    expect(output).toContain("console.log(10)");
    for (const text of forbidden) expect(output).not.toContain(text);
  });

  test("a schema, with its library", async () => {
    const output = await build(
      `import { store, Product } from "./contract.ts"; console.log(store, Product);`,
      {
        expose: ["Product"],
      },
    );
    expect(output).toContain("SECRETfield");
    expect(output).toContain("ZodObject");
    expect(output).not.toContain("SECRET summary");
    expect(output).not.toContain("secret-role");
  });
});
