import { type FSWatcher, statSync, watch } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Watches files, and tells of those that have changed, a few at a time. */
export interface FileWatcher {
  add(files: Iterable<string>): void;
  close(): void;
}

/** Editors write a file in several steps, and often several files at once. */
const settling = 50;

/** Watches the folders of files: an editor that replaces a file would end a watch of the file itself. */
export function watchFiles(onChange: (files: readonly string[]) => void): FileWatcher {
  const versions = new Map<string, string>();
  const folders = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  const settle = () => {
    const files = [...changed].filter((file) => versions.get(file) !== toVersion(file));
    changed.clear();
    for (const file of files) versions.set(file, toVersion(file));
    if (files.length > 0) onChange(files);
  };
  const note = (file: string) => {
    if (!versions.has(file)) return;
    changed.add(file);
    clearTimeout(timer);
    timer = setTimeout(settle, settling);
  };
  const watchFolder = (folder: string) => {
    if (folders.has(folder)) return;
    const watcher = watch(folder, (_event, name) => note(join(folder, name ?? "")));
    folders.set(
      folder,
      watcher.on("error", () => folders.delete(folder)),
    );
  };
  return {
    add(files) {
      for (const file of files) {
        if (versions.has(file)) continue;
        versions.set(join(dirname(file), basename(file)), toVersion(file));
        watchFolder(dirname(file));
      }
    },
    close() {
      clearTimeout(timer);
      for (const watcher of folders.values()) watcher.close();
    },
  };
}

function toVersion(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats === undefined ? "gone" : `${stats.mtimeMs} ${stats.size}`;
}
