import type { ImportKind } from "servery/boundary";

/** Another module, as a module names it. */
export interface WrittenImport {
  readonly kind: ImportKind;
  readonly specifier: string;
  /** Where it is written, in the text. */
  readonly offset: number;
  /** An address beside the module itself, not a specifier: `new URL("a.png", import.meta.url)`, a page's `src`. */
  readonly address?: boolean;
  /** It may be missing: what a server answers is not all in files. */
  readonly optional?: boolean;
  /** The names that it asks the other for; without, all of them. */
  readonly asks?: readonly string[];
  /** The names under which it exports them again; without, as the other does. */
  readonly gives?: readonly string[];
  /** The names that it brings, where TypeScript leaves the import out if all of them are used as types alone. */
  readonly doubtful?: readonly string[];
  /** Every name is marked as a type: nothing remains of it, unless the compiler keeps imports as they are written. */
  readonly typesAlone?: boolean;
}

/** Modules that are named by a pattern: `import(`./pages/${name}.ts`)`, `import.meta.glob("./pages/*.ts")`. */
export interface WrittenPattern {
  readonly kind: ImportKind;
  /** Globs; those that start with `!` take away. */
  readonly globs: readonly string[];
  /** `?raw` and the like. */
  readonly query: string;
  readonly offset: number;
}

/** An import of what is computed. */
export interface WrittenComputed {
  readonly offset: number;
  /** As it is written, without the texts in it. */
  readonly text: string;
}

/** A variable of the environment that is asked for. */
export interface WrittenRead {
  /** `process`: what a server has. `build`: what the bundler puts in its place. `page`: the same, in a page. */
  readonly from: "process" | "build" | "page";
  /** `undefined` for all of them at once. */
  readonly name: string | undefined;
  readonly offset: number;
}

/** What stands in a file of what the check asks. */
export interface WrittenModule {
  readonly imports: readonly WrittenImport[];
  readonly patterns: readonly WrittenPattern[];
  /** Where it imports what it computes. */
  readonly computed: readonly WrittenComputed[];
  readonly reads: readonly WrittenRead[];
  /** The names that it exports, if it is written in the contract language. */
  readonly contract: ReadonlySet<string> | undefined;
}

/** What brings nothing: an image, a font, data. */
export const nothingWritten: WrittenModule = {
  imports: [],
  patterns: [],
  computed: [],
  reads: [],
  contract: undefined,
};
