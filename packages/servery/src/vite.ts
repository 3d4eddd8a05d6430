export type { BoundaryOptions, CanaryOptions } from "./lib/vite/boundary/boundary-options.ts";
export { boundary } from "./lib/vite/boundary/boundary-plugin.ts";
export type { BoundaryPlugin } from "./lib/vite/boundary/boundary-plugin.ts";
export { servery } from "./lib/vite/plugin.ts";
export type { ServeryPluginOptions } from "./lib/vite/plugin.ts";
