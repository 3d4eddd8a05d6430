/** What is asked of a bundler: what Rollup, Rolldown and Vite have in common, so that none of their types is needed. */
export interface BundlerContext {
  getModuleIds(): Iterable<string>;
  getModuleInfo(id: string): BundledModule | null;
  resolve(source: string, importer?: string): Promise<ResolvedModule | null>;
  parse(code: string, options?: ParseOptions): unknown;
  addWatchFile(file: string): void;
  /** Rolldown has no such thing, and needs none. */
  getWatchFiles?(): readonly string[];
  warn(message: string): void;
}

export interface ParseOptions {
  /** Rolldown's word. */
  readonly lang?: "js" | "jsx" | "ts" | "tsx";
  /** Rollup's. */
  readonly jsx?: boolean;
}

/** A module as the bundler knows it once all of them are read. */
export interface BundledModule {
  readonly id: string;
  readonly code?: string | null;
  readonly isEntry: boolean;
  readonly importers: readonly string[];
  readonly dynamicImporters: readonly string[];
  readonly importedIds: readonly string[];
  readonly dynamicallyImportedIds: readonly string[];
}

export interface ResolvedModule {
  readonly id: string;
  readonly external?: boolean | string;
}

/** The file of a module: without what bundlers put before and behind its path. */
export function toFile(id: string): string {
  return id.replace(/^\0/, "").replace(/[?#].*$/s, "");
}

/** Ends the id of a file that is brought by its address, as it is, and that no bundler has a module for. */
export const asFile = "?servery-file";

/** Ends the id of a file that a worker is made of. */
export const asWorker = "?servery-worker";

/** True for a module that has a file's text or address in it, not its code. */
export function isSourceOf(id: string): boolean {
  return id.endsWith(asFile) || /[?&](?:raw|url|inline|no-inline)(?:[=&]|$)/.test(id);
}

/** True for what stands for a worker where it is made. */
export function isWorker(id: string): boolean {
  return id.endsWith(asWorker) || /[?&](?:shared)?worker(?:[=&]|$)/.test(id);
}

/** True for what has no file: plugins make it up. */
export function isVirtual(id: string): boolean {
  return id.startsWith("\0");
}

/** True for what stands between two modules, only for the bundler's sake. It is followed, and never to blame. */
export function isGoBetween(id: string): boolean {
  return /^\0.*\?commonjs-/s.test(id);
}
