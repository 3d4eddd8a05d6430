export { servery } from "./lib/vite/plugin.ts";
export type { ServeryPluginOptions } from "./lib/vite/plugin.ts";
