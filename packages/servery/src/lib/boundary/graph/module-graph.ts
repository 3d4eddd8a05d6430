import type { Place } from "../finding.ts";

/** How a module brings another. All of these put the other where the first one is. */
export type ImportKind = "import" | "export" | "dynamic" | "require" | "worker" | "asset" | "style";

/** One module bringing another, by value: what only types use is left out. */
export interface ModuleImport extends Place {
  readonly kind: ImportKind;
  /** As it is written. */
  readonly specifier: string;
  /** The module that it leads to, by its path; `undefined` for what is in no file: `node:fs`, a package that is missing. */
  readonly to: string | undefined;
}

/** What is known of a module. */
export interface GraphModule {
  /** Its path, whole. */
  readonly path: string;
  /** As a reader in the app's folder would write it. */
  readonly shown: string;
  readonly imports: readonly ModuleImport[];
  /** Names of the environment that it reads where a server would: `process.env.NAME`, `secret("NAME")`. */
  readonly environment: readonly EnvironmentRead[];
}

export interface EnvironmentRead extends Place {
  readonly name: string;
}
