import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

/**
 * Reports the app's own files as they are loaded, so that exactly those are watched: what the
 * service imports, not what a front-end does. Packages are left out.
 */
export function reportLoadedFiles(report: (files: readonly string[]) => void): void {
  const known = new Set<string>();
  let fresh: string[] = [];
  registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      const file = toOwnFile(resolved.url);
      if (file !== undefined && !known.has(file)) {
        known.add(file);
        if (fresh.length === 0) queueMicrotask(flush);
        fresh.push(file);
      }
      return resolved;
    },
  });
  const flush = () => {
    const files = fresh;
    fresh = [];
    if (files.length > 0) report(files);
  };
}

function toOwnFile(url: string): string | undefined {
  if (!url.startsWith("file:") || url.includes("/node_modules/")) return undefined;
  return fileURLToPath(url.replace(/[?#].*$/, ""));
}
