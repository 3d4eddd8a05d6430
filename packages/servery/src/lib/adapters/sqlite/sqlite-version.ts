import { ServeryError } from "../../base/servery-error.ts";

/** The first release without the bug that can lose commits when a write-ahead log restarts. */
const fixed = [3, 51, 3] as const;
const backports = new Set(["3.50.7"]);

/**
 * Refuses a SQLite that can lose commits ({@link https://sqlite.org/wal.html the WAL-reset bug}).
 * @throws ServeryError `sqlite_too_old`.
 */
export function assertSqliteVersion(version: string): void {
  if (backports.has(version) || isAtLeast(version)) return;
  throw new ServeryError(
    "sqlite_too_old",
    `This runtime brings SQLite ${version}, which can lose committed data when its write-ahead log restarts. ` +
      `Servery needs SQLite ${fixed.join(".")} or later (or 3.50.7): use Node 24.15 or later, or 26.`,
  );
}

function isAtLeast(version: string): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, least] of fixed.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
