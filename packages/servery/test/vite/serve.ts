import { request } from "node:http";

import { createServer, type InlineConfig, type ViteDevServer } from "vite";

/** A dev server for a project, and what a browser gets from it. */
export interface Served {
  readonly server: ViteDevServer;
  get(path: string): Promise<Got>;
  /** Asks for a path as it is, which no browser would. */
  ask(path: string, options?: Asking): Promise<Got>;
}

interface Got {
  readonly status: number;
  readonly text: string;
}

interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
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
    ask: (path, options = {}) =>
      new Promise((resolve, reject) => {
        const { port } = new URL(server.resolvedUrls!.local[0]!);
        request({ host: "127.0.0.1", port, path, ...options }, async (response) => {
          const pieces = await Array.fromAsync(response as AsyncIterable<Buffer>);
          resolve({ status: response.statusCode!, text: Buffer.concat(pieces).toString() });
        })
          .on("error", reject)
          .end();
      }),
  };
}
