import { createServer, type InlineConfig, type ViteDevServer } from "vite";

/** A dev server for a project, and what a browser gets from it. */
export interface Served {
  readonly server: ViteDevServer;
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
}

export async function serve(root: string, config: InlineConfig): Promise<Served> {
  const server = await createServer({
    root,
    configFile: false,
    logLevel: "silent",
    server: { port: 0, host: "127.0.0.1", hmr: false, ws: false },
    ...config,
  });
  await server.listen();
  return {
    server,
    async get(path) {
      const response = await fetch(new URL(path, server.resolvedUrls?.local[0]));
      return { status: response.status, text: await response.text() };
    },
  };
}
