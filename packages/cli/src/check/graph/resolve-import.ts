import { existsSync, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

import { type NapiResolveOptions, ResolverFactory } from "oxc-resolver";
import type { ImportKind } from "servery/boundary";

import { createNearFiles } from "./near-files.ts";

/** Where a specifier leads. */
export type Resolution =
  | { readonly kind: "file"; readonly path: string }
  /** A browser gets an empty module: `"fs": false` in a package's `browser`. */
  | { readonly kind: "left out" }
  | { readonly kind: "nowhere" };

/** How an app's bundler finds modules. */
export interface ResolveSettings {
  /** The folder that an address with a slash at its start begins in. */
  readonly webRoot: string;
  /** The folder with what is sent as it is, where there is one. */
  readonly publicFolder: string | undefined;
  /** What packages are asked for, by the names of their exports' conditions. */
  readonly conditions: readonly string[];
  /** Fields of a package's manifest that name its first file. */
  readonly mainFields: readonly string[];
  /** What the endings of files may be left out of. */
  readonly extensions: readonly string[];
  /** What stands for something else: the first that fits is meant. */
  readonly aliases: readonly Alias[];
}

/** A start of specifiers, or what they look like, and what is put in its place. */
export interface Alias {
  readonly find: string | RegExp;
  readonly replacement: string;
}

/** What is asked for, where. */
export interface Request {
  readonly kind: ImportKind;
  readonly specifier: string;
  readonly from: string;
  /** It is an address beside the file, not a specifier. */
  readonly address: boolean;
}

/** Makes the app's resolution, as a bundler for browsers does it. */
export function createResolver(settings: ResolveSettings): (request: Request) => Resolution {
  const esm = new ResolverFactory(optionsOf(settings, settings.conditions));
  const required = settings.conditions.map((each) => (each === "import" ? "require" : each));
  const cjs = esm.cloneWithOptions(optionsOf(settings, required));
  const known = new Map<string, Resolution>();
  const findNear = createNearFiles();
  const scopeOf = createScopes();
  const publicFolders = settings.publicFolder === undefined ? [] : [settings.publicFolder];

  function find({ kind, from, address }: Request, wanted: string): Resolution {
    if (wanted.startsWith("/")) {
      const roots = [settings.webRoot, ...publicFolders];
      // Where nothing says what the root is, it is where the page is.
      if (from.endsWith(".html")) roots.push(dirname(from));
      const places = [...roots.map((each) => join(each, wanted)), wanted];
      const file = places.find(isFile) ?? firstOf(places, (each) => lookFor(from, each));
      return file === undefined ? { kind: "nowhere" } : { kind: "file", path: file };
    }
    if (address) {
      const beside = resolve(dirname(from), wanted);
      const named = kind === "style" ? toStyleFiles(beside) : [beside];
      const file = named.find(isFile);
      if (file !== undefined) return { kind: "file", path: file };
      const inPublic = publicFolders.map((each) => join(each, wanted)).find(isFile);
      if (kind !== "style" && inPublic !== undefined) return { kind: "file", path: inPublic };
      if (kind === "asset") return { kind: "nowhere" };
    }
    return ask(kind === "require" ? cjs : esm, from, wanted);
  }

  /** The app's own file that a specifier names by a way to it. */
  function findBeside(from: string, wanted: string, address: boolean): string | undefined {
    if (!/^\.{1,2}\//.test(wanted) || isFolder(wanted) || from.includes("node_modules"))
      return undefined;
    return findNear(resolve(dirname(from), wanted), address ? [] : settings.extensions);
  }

  function lookFor(from: string, path: string): string | undefined {
    const isOwn = !isFolder(path) && !path.includes("node_modules");
    const near = isOwn ? findNear(path, settings.extensions) : undefined;
    if (near !== undefined) return near;
    const found = ask(esm, from, path);
    return found.kind === "file" ? found.path : undefined;
  }

  return (request) => {
    const { kind, specifier, from, address } = request;
    const wanted = toWanted(specifier, settings.aliases);
    const near = findBeside(from, wanted, address);
    if (near !== undefined) return { kind: "file", path: near };
    // What is no path leads to the same place from all folders of a package.
    const place = address || /^[./]/.test(specifier) ? dirname(from) : scopeOf(dirname(from));
    const key = `${kind === "require" ? "require" : "import"} ${address} ${place} ${specifier}`;
    const last = known.get(key);
    if (last !== undefined) return last;
    const found = find(request, wanted);
    known.set(key, found);
    return found;
  };
}

function optionsOf(
  { webRoot, mainFields, extensions }: ResolveSettings,
  conditions: readonly string[],
): NapiResolveOptions {
  return {
    conditionNames: [...conditions],
    mainFields: [...mainFields, "main"],
    aliasFields: ["browser"],
    extensions: [...new Set([...extensions, ".cjs", ".cts"])],
    extensionAlias: {
      ".js": [".js", ".ts", ".tsx", ".jsx"],
      ".jsx": [".jsx", ".tsx"],
      ".mjs": [".mjs", ".mts"],
      ".cjs": [".cjs", ".cts"],
    },
    tsconfig: "auto",
    roots: [webRoot],
    nodePath: false,
  };
}

function ask(resolver: ResolverFactory, from: string, wanted: string): Resolution {
  let found = resolver.resolveFileSync(from, wanted);
  // A configuration of TypeScript's that cannot be read must not hide where modules lead.
  if (found.path === undefined && /tsconfig/i.test(found.error ?? ""))
    found = resolver.sync(dirname(from), wanted);
  if (found.path !== undefined) return { kind: "file", path: found.path };
  return { kind: /ignored/i.test(found.error ?? "") ? "left out" : "nowhere" };
}

/** Languages of styles leave endings out, and the underscore of what is only a part. */
function toStyleFiles(path: string): readonly string[] {
  const part = join(dirname(path), `_${basename(path)}`);
  const endings = ["", ".css", ".scss", ".sass", ".less", ".styl", "/_index.scss", "/index.scss"];
  return [path, part].flatMap((each) => endings.map((ending) => each + ending));
}

/** Makes what finds the folder that decides where names lead: with a manifest, settings of TypeScript's, or packages. */
function createScopes(): (folder: string) => string {
  const scopes = new Map<string, string>();
  function find(folder: string): string {
    const known = scopes.get(folder);
    if (known !== undefined) return known;
    const above = dirname(folder);
    const decides = ["package.json", "tsconfig.json", "jsconfig.json", "node_modules"].some(
      (name) => existsSync(join(folder, name)),
    );
    const scope = decides || above === folder ? folder : find(above);
    scopes.set(folder, scope);
    return scope;
  }
  return find;
}

/** What is asked for in the place of a specifier, as Vite puts it there. */
export function toWanted(specifier: string, aliases: readonly Alias[]): string {
  const alias = aliases.find(({ find }) => fits(specifier, find));
  return alias === undefined ? specifier : specifier.replace(alias.find, alias.replacement);
}

function fits(specifier: string, find: Alias["find"]): boolean {
  if (typeof find !== "string") return specifier.search(find) !== -1;
  return specifier === find || specifier.startsWith(find.endsWith("/") ? find : `${find}/`);
}

/** `.`, `./` and `a/..`: never a file's name without its ending. */
function isFolder(specifier: string): boolean {
  return /(?:^|\/)\.{0,2}$/.test(specifier);
}

function firstOf(
  places: readonly string[],
  find: (place: string) => string | undefined,
): string | undefined {
  for (const place of places) {
    const found = find(place);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
