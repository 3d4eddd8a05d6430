import { pathToFileURL } from "node:url";

import type { Operation } from "servery";

import type { SourceFile } from "../../check/source/source-file.ts";
import type { FrontEnd } from "../reading/front-end.ts";
import type { Validation } from "./browser-parts.ts";

/**
 * Finds the values that the page imports from modules which the service has loaded too: schemas of the contract among
 * them. Importing such a module again only gives what is there.
 */
export async function findSharedValues(
  frontEnd: FrontEnd,
  isLoaded: (path: string) => boolean,
): Promise<ReadonlySet<unknown>> {
  const shared = new Set<unknown>();
  for (const file of frontEnd.files) {
    if (isLoaded(file.path)) continue;
    for (const { specifier, names } of importsOf(file)) {
      const to = frontEnd.findFile(file.path, specifier);
      if (to === undefined || !isLoaded(to)) continue;
      const module = (await import(pathToFileURL(to).href)) as Record<string, unknown>;
      for (const name of names)
        for (const value of name === "*" ? Object.values(module) : [module[name]])
          shared.add(value);
    }
  }
  return shared;
}

/** How much of an operation's input the page can check with the contract's own schemas. */
export function validationOf({ input }: Operation, shared: ReadonlySet<unknown>): Validation {
  if (shared.has(input)) return "all";
  const { shape } = input as { readonly shape?: unknown };
  const fields = typeof shape === "object" && shape !== null ? Object.values(shape) : [];
  return fields.some((field) => shared.has(field)) ? "parts" : "none";
}

function importsOf(file: SourceFile) {
  return file.program.body.flatMap((statement) => {
    if (statement.type !== "ImportDeclaration" || statement.importKind === "type") return [];
    const names = statement.specifiers.map((each) =>
      each.type === "ImportSpecifier" && each.imported.type === "Identifier"
        ? each.imported.name
        : each.type === "ImportDefaultSpecifier"
          ? "default"
          : "*",
    );
    return [{ specifier: statement.source.value, names }];
  });
}
