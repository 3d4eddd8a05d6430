import type { Alias } from "../resolve-import.ts";

/** What a Vite configuration says that matters to what browsers get. What it does not say is left to Vite's defaults. */
export interface SaidSettings {
  /** The front-end's folder; this one and those below absolute, or from the configuration's folder on. */
  readonly root?: string | undefined;
  /** From the front-end's folder on. `false` and an empty text for none. */
  readonly publicDir?: string | false | undefined;
  readonly envDir?: string | false | undefined;
  readonly envPrefix?: string | readonly string[] | undefined;
  readonly aliases?: readonly Alias[] | undefined;
  readonly conditions?: readonly string[] | undefined;
  readonly mainFields?: readonly string[] | undefined;
  readonly extensions?: readonly string[] | undefined;
  /** The folders that are written to. */
  readonly outputs?: readonly string[] | undefined;
  /** Pages and modules to start with. */
  readonly inputs?: readonly string[] | undefined;
  /** What `servery()` exposes of contract modules; `"all"` where it is not there. */
  readonly exposed: readonly string[] | "all";
  /** What names in the code are replaced with; where only Vite knows. */
  readonly define?: Readonly<Record<string, string>> | undefined;
}
