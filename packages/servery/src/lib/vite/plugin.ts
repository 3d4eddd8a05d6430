import { readFile } from "node:fs/promises";

import type { Plugin, ResolvedConfig } from "vite";

import { printRouteArtefact } from "../contract/route-artefact.ts";
import type { BoundaryNeighbour } from "./boundary/boundary-neighbour.ts";
import type { BoundaryOptions } from "./boundary/boundary-options.ts";
import { createBoundaryPlugins } from "./boundary/boundary-plugin.ts";
import { isSourceOf, toFile } from "./boundary/bundler.ts";
import {
  type ContractModule,
  type ContractModules,
  createContractModules,
} from "./contract-modules.ts";
import { findMissingImports } from "./guard-imports.ts";
import { keepExports } from "./keep-exports.ts";

/** What may be said of the plugin. */
export interface ServeryPluginOptions extends BoundaryOptions {
  /**
   * The exports of contract modules that browsers get beside the contracts' routes, by name: with all
   * that they refer to, so `["Product"]` brings a schema and its library. Default none.
   */
  readonly expose?: readonly string[];
}

/**
 * Keeps contracts out of browsers. In client environments, in dev and in build, a module that is
 * written in the contract language is replaced by the routes of the contracts that it exports; what
 * runs on the server still gets the module itself. A front-end module that imports anything else of
 * it by value is an error that names both and the fix. So is all that {@link boundary} finds, which is in it.
 */
export function servery(options: ServeryPluginOptions = {}): Plugin[] {
  return createServery(options, undefined);
}

function createServery(options: ServeryPluginOptions, maker: BoundaryNeighbour["maker"]): Plugin[] {
  const exposed = new Set(options.expose);
  const replaced = new Set<string>();
  const neighbour: BoundaryNeighbour = {
    isReplaced: (file) => replaced.has(file),
    forWorkers: (runs) => createServery(options, runs),
    maker,
  };
  let root = "";
  let modules: ContractModules;
  const shared: Pick<Plugin, "applyToEnvironment"> = {
    applyToEnvironment: ({ config }) => config.consumer === "client",
  };
  return [
    ...createBoundaryPlugins(options, neighbour),
    {
      name: "servery:contracts",
      enforce: "pre",
      // For whoever asks what this configuration comes to: `servery check`.
      api: { exposed: [...exposed] },
      ...shared,
      configResolved(config: ResolvedConfig) {
        ({ root } = config);
        modules = createContractModules(config);
      },
      transform: {
        filter: { code: /(["'])servery\1/, id: { exclude: /[?&](?:raw|url)(?:&|$)/ } },
        async handler(_, id) {
          const inspected = await modules.inspect(toFile(id));
          if (inspected?.contractModule === undefined) return null;
          replaced.add(inspected.contractModule.file);
          for (const file of inspected.contractModule.dependencies) this.addWatchFile(file);
          const code = await print(inspected.contractModule, exposed);
          // No mappings: a source map of the original would carry it to the browser.
          return { code, map: { mappings: "" }, moduleSideEffects: false };
        },
      },
    },
    {
      name: "servery:imports",
      enforce: "post",
      ...shared,
      transform: {
        filter: { code: /\bfrom\b/, id: { exclude: [/\/node_modules\//, /^\0/] } },
        async handler(code, id) {
          const resolve = async (specifier: string, importer: string) => {
            const found = await this.resolve(specifier, importer);
            const isModule = found !== null && !found.external && !isSourceOf(found.id);
            return isModule ? toFile(found.id) : undefined;
          };
          const context = { root, modules, exposed, resolve };
          const missing = await findMissingImports(context, toFile(id), code);
          if (missing.length > 0) this.error(missing.join("\n"));
        },
      },
    },
  ];
}

async function print({ file, artefacts, others }: ContractModule, exposed: ReadonlySet<string>) {
  const lines = [...artefacts].map(([exportName, artefact]) =>
    printRouteArtefact(artefact, { exportName }),
  );
  const kept = others.filter((name) => exposed.has(name));
  if (kept.length > 0) lines.push(await keepExports(file, await readFile(file, "utf8"), kept));
  return lines.length === 0 ? "export {};\n" : lines.join("");
}
