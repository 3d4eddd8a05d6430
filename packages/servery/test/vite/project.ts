import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { build, type InlineConfig, type Rolldown } from "vite";

import { servery, type ServeryPluginOptions } from "../../src/vite.ts";

const nodeModules = fileURLToPath(new URL("../../../../node_modules", import.meta.url));

/** A front-end project on disk, of these files. */
export interface Project {
  readonly root: string;
  write(file: string, text: string): void;
  remove(): void;
}

/** The contract module that most tests use: every text in it that must not travel says SECRET. */
export const contractFiles = {
  "index.html": '<!doctype html><script type="module" src="/main.ts"></script>',
  "contract.ts": `
    import { contract, role } from "servery";
    import { getProduct, Product, maximumQuantity } from "./operations.ts";
    // SECRET comment
    export const admin = role("secret-role");
    export const store = contract({ name: "store", basePath: "/api", operations: { products: { get: getProduct } } });
    export const label: string = "Price in " + currency();
    function currency(): string { return "EUR"; }
    export { getProduct, Product, maximumQuantity };
    export type Product = { readonly id: string };
  `,
  "operations.ts": `
    import { problem, query } from "servery";
    import * as z from "zod";
    export const maximumQuantity = 10;
    export const Product = z.object({ id: z.string(), SECRETfield: z.string() });
    export const getProduct = query({
      path: "/products/:id", access: "public", limit: "10/minute", summary: "SECRET summary",
      input: z.object({ id: z.string() }), output: Product, problems: { not_found: problem(404, "SECRET title") },
    });
  `,
} as const;

/** The routes that a browser gets of {@link contractFiles}. */
export const storeRoutes = {
  name: "store",
  basePath: "/api",
  operations: { products: { get: { kind: "query", method: "GET", path: "/products/:id" } } },
};

export function createProject(files: Readonly<Record<string, string>>): Project {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "servery-vite-")));
  // A project with packages of its own has no others.
  if (!Object.keys(files).some((file) => file.startsWith("node_modules/")))
    symlinkSync(nodeModules, join(root, "node_modules"));
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return { root, write, remove: () => rmSync(root, { recursive: true }) };
}

export function toConfig(project: Project, options: ServeryPluginOptions = {}): InlineConfig {
  return { root: project.root, configFile: false, logLevel: "silent", plugins: [servery(options)] };
}

/** Everything that a build of the project emits, as text. */
export async function buildProject(
  project: Project,
  options: ServeryPluginOptions = {},
  config: InlineConfig["build"] = {},
): Promise<string> {
  const result = await build({
    ...toConfig(project, options),
    build: { write: false, minify: false, sourcemap: true, ...config },
  });
  const { output } = (Array.isArray(result) ? result[0] : result) as Rolldown.RolldownOutput;
  return output.map((file) => (file.type === "chunk" ? file.code : String(file.source))).join("\n");
}
