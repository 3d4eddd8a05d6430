import { serve } from "servery/node";

import { loadService } from "../app/load-module.ts";
import { printError } from "../output/failure.ts";
import { toRouteLines } from "../output/route-table.ts";
import { readCertificate } from "./certificate.ts";
import type { ChildMessage, ChildOptions } from "./message.ts";
import { toNetworkUrls } from "./network-urls.ts";
import { reportLoadedFiles } from "./report-loaded-files.ts";
import { createViteSite } from "./vite-site.ts";

/** How long what is in flight may take when the code has changed. */
const deadline = 1000;

const tell = (message: ChildMessage) => void process.send?.(message);
reportLoadedFiles((files) => tell({ kind: "loaded", files }));

// The supervisor decides when to end; Ctrl-C reaches both.
process.on("SIGINT", () => {}).on("SIGTERM", () => {});
process.on("uncaughtException", fail).on("unhandledRejection", fail);

try {
  await run(JSON.parse(process.argv[2]!) as ChildOptions);
} catch (error) {
  fail(error);
}

async function run(options: ChildOptions): Promise<void> {
  tellWhereItIs(options);
  const loaded = await loadService(options.service);
  const { database, migrations, port, host, certificate } = options;
  const service = loaded.with({
    mode: "dev",
    ...(database !== undefined && { database }),
    ...(migrations !== undefined && { migrations }),
  });
  const site = options.vite === undefined ? undefined : createViteSite(options.vite);
  const served = await serve(service, {
    signals: false,
    shutdown: { deadline },
    ...(port !== undefined && { port }),
    ...(host !== undefined && { host }),
    ...(site !== undefined && { site }),
    ...(certificate !== undefined && { tls: readCertificate(certificate) }),
  });
  const stop = async () => {
    await site?.close();
    await served.close();
    process.exit(0);
  };
  process.once("message", stop).once("disconnect", stop);
  tell({
    kind: "serving",
    title: service.contract.title,
    url: served.url,
    networkUrls: toNetworkUrls(served),
    routes: toRouteLines(service.contract),
  });
}

/** What the service says of itself, as in the links of its mails, is read from the environment. */
function tellWhereItIs({ port, certificate }: ChildOptions): void {
  if (port !== undefined && port !== 0) process.env["PORT"] = String(port);
  if (certificate !== undefined)
    process.env["SERVERY_ORIGIN"] ??= `https://localhost:${process.env["PORT"] ?? 4000}`;
}

function fail(error: unknown): void {
  printError(error);
  // Ends when all that was told has arrived: which files to watch, above all.
  if (process.send === undefined) process.exit(1);
  process.send({ kind: "failed" } satisfies ChildMessage, () => process.exit(1));
}
