import { readFileSync } from "node:fs";

import type { Plugin } from "vite";

const blocks = { script: /<script>([^]*?)<\/script>/, style: /<style>([^]*?)<\/style>/ };

/** Compiles components as Vue's plugin does: a script in their place, which brings the style as a module of its own. */
export function components(): Plugin {
  const blockOf = (text: string, name: keyof typeof blocks) => blocks[name].exec(text)?.[1] ?? "";
  return {
    name: "components",
    load: {
      filter: { id: /\.vue\?vue&type=style/ },
      handler: (id) => blockOf(readFileSync(id.replace(/\?.*$/, ""), "utf8"), "style"),
    },
    transform: {
      filter: { id: /\.vue$/ },
      handler(code, id) {
        const style = `import "${id}?vue&type=style&lang.css";`;
        const script = blockOf(code, "script");
        return { code: code.includes("<style>") ? style + script : script, map: null };
      },
    },
  };
}
