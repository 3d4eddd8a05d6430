import { readdirSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";

/** What is in folders, and what could not be looked at. */
export interface Listing {
  /** Whole paths, in order. */
  readonly files: readonly string[];
  readonly unread: readonly { readonly path: string; readonly reason: string }[];
}

/**
 * All files in a folder, hidden and ignored ones too: whatever a server would give out. Links are followed, each place once.
 */
export function listFiles(folder: string): Listing {
  const files: string[] = [];
  const unread: { path: string; reason: string }[] = [];
  const seen = new Set<string>();
  const visit = (path: string): void => {
    try {
      const real = realpathSync(path);
      if (seen.has(real)) return;
      seen.add(real);
      const stat = statSync(real);
      if (stat.isFile()) files.push(path);
      else if (!stat.isDirectory())
        unread.push({ path, reason: "it is neither a file nor a folder" });
      else for (const name of readdirSync(real).toSorted()) visit(join(path, name));
    } catch (error) {
      const { code = "unknown" } = error as NodeJS.ErrnoException;
      unread.push({ path, reason: `it could not be read (${code})` });
    }
  };
  visit(folder);
  return { files, unread };
}
