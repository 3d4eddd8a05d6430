import type { Catalog, CatalogTable } from "../catalog.ts";
import { nameOf, type SqlToken } from "../sql-tokens.ts";
import { fold } from "./scope.ts";

/** The views of a migration that a statement names, or has something else called like. */
export function viewsIn(catalog: Catalog, tokens: readonly SqlToken[]): readonly CatalogTable[] {
  return namedIn(
    catalog.tables.filter(({ kind }) => kind === "view"),
    tokens,
  );
}

/** The tables that a statement names, or has something else called like. */
export function tablesIn(catalog: Catalog, tokens: readonly SqlToken[]): readonly CatalogTable[] {
  return namedIn(
    catalog.tables.filter(({ kind }) => kind !== "view"),
    tokens,
  );
}

function namedIn(
  tables: readonly CatalogTable[],
  tokens: readonly SqlToken[],
): readonly CatalogTable[] {
  if (tables.length === 0) return tables;
  const names = new Set(tokens.map((token) => fold(nameOf(token) ?? "")));
  return tables.filter(({ name }) => names.has(fold(name)));
}
