/** One file of the migrations folder. Applied in the order of the names. */
export interface MigrationFile {
  /** `0001-first.sql`: digits, a hyphen, words. */
  readonly name: string;
  readonly sql: string;
}
