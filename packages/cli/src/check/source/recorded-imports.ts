import { registerHooks } from "node:module";

/** Where imports led when the app was loaded: what Node itself made of them. */
export interface RecordedImports {
  /** The URL that a specifier led to from a module's URL. */
  find(from: string, specifier: string): string | undefined;
  stop(): void;
}

/** Records where the imports of all modules lead that are loaded from now on. */
export function recordImports(): RecordedImports {
  const known = new Map<string, string>();
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      const resolved = next(specifier, context);
      known.set(`${context.parentURL} ${specifier}`, resolved.url);
      return resolved;
    },
  });
  return {
    find: (from, specifier) => known.get(`${from} ${specifier}`),
    stop: () => hooks.deregister(),
  };
}
