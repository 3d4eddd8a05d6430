/** A table of the database as it is, whoever made it. */
export interface CatalogTable {
  /** As the database's schema spells it. */
  readonly name: string;
  readonly kind: "table" | "virtual" | "shadow" | "view";
  /** The virtual table whose contents a shadow table holds. */
  readonly shadowOf: string | undefined;
  /** Virtual tables that show this table's rows as their own: full-text tables with `content=`. */
  readonly shownBy: readonly string[];
  /** Its stored columns in their order, without generated and hidden ones. */
  readonly columns: readonly string[];
  /** Generated columns, with the stored columns that each rests on. */
  readonly generated: ReadonlyMap<string, ReadonlySet<string>>;
  readonly primaryKey: readonly string[];
  /**
   * Whether each change of its rows is told by a write set: it has a primary key that is never NULL; or it is
   * virtual, and everything it shows is in tables of that kind. Of a shadow table it is not told, for it is told
   * of its virtual table. Of a view: whether SQLite tells of every table that it reads when a statement is prepared.
   */
  readonly isObservable: boolean;
  /** Columns by which rows may be found, and so come in their order: those of every index and key. */
  readonly indexed: ReadonlySet<string>;
  /** Lists of columns that are never NULL together and whose values together are never the same twice. */
  readonly uniques: readonly (readonly string[])[];
}

/** The tables of the open database, by their names in any case. The engine's own are there too. */
export interface Catalog {
  table(name: string): CatalogTable | undefined;
  readonly tables: readonly CatalogTable[];
}
