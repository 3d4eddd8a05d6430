import { registerHooks } from "node:module";

/**
 * Loaded before a subject with `--import`: lets `servery` mean what was built, not its sources. The
 * map comes in the environment, for start-up is measured and nothing more may be loaded here.
 */
const modules = JSON.parse(process.env["SERVERY_BUILT"] ?? "{}") as Record<string, string>;

registerHooks({
  resolve(specifier, context, next) {
    const url = modules[specifier];
    return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
  },
});
