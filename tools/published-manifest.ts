/** The part of a `package.json` that differs between this repository and the registry. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly exports?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: unknown;
  readonly [field: string]: unknown;
}

/**
 * The manifest that is published: doors and commands lead to what was built, beside it in `dist`,
 * and not to the sources. In the repository it says `private`, so only the built one can go out.
 */
export function toPublishedManifest(manifest: Manifest): Record<string, unknown> {
  const { private: _private, devDependencies: _development, exports, bin, ...rest } = manifest;
  return {
    ...rest,
    ...(exports && { exports: mapValues(exports, toDoor) }),
    ...(bin && { bin: mapValues(bin, (path) => toBuilt(path, ".js")) }),
  };
}

function toDoor(path: string): string | { types: string; default: string } {
  if (!path.startsWith("./src/")) return path;
  return { types: toBuilt(path, ".d.ts"), default: toBuilt(path, ".js") };
}

function toBuilt(path: string, ending: string): string {
  return path.replace("./src/", "./").replace(/\.tsx?$/, ending);
}

function mapValues<In, Out>(
  record: Readonly<Record<string, In>>,
  change: (value: In) => Out,
): Record<string, Out> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
