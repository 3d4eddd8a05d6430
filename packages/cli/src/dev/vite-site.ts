import type { Server } from "node:http";

import type { SiteHandler, SiteMiddleware } from "servery/node";
import type { createServer as createViteServer, ViteDevServer } from "vite";

import { Failure } from "../output/failure.ts";

/** A front-end by Vite's development server, on the service's own port. */
export interface ViteSite extends SiteMiddleware {
  close(): Promise<void>;
}

/** Prepares Vite's development server; it starts when the service does. */
export function createViteSite(configFile: string): ViteSite {
  let vite: ViteDevServer | undefined;
  return {
    async middleware(server: Server): Promise<SiteHandler> {
      const { createServer } = await importVite(configFile);
      const started = await createServer({
        configFile,
        clearScreen: false,
        appType: "spa",
        server: { middlewareMode: true, hmr: { server } },
      });
      vite = started;
      // Looked up each time: a change of its configuration gives Vite new ones.
      return (request, response, next) => started.middlewares(request, response, next);
    },
    close: async () => vite?.close(),
  };
}

async function importVite(
  configFile: string,
): Promise<{ readonly createServer: typeof createViteServer }> {
  try {
    return await import("vite");
  } catch (cause) {
    throw new Failure(
      `${configFile} asks for Vite, which is not installed. Install it (npm install --save-dev vite), or serve no front-end: servery dev --no-site`,
      { cause },
    );
  }
}
