import { fileURLToPath } from "node:url";

import { serve } from "servery/node";
import type { ServiceSettings } from "servery/server";

import service from "./service.ts";
import { seed } from "./service/seed/seed.ts";

const pathOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** As a shop is run: only reviewed migrations change the schema. */
const settings: ServiceSettings = {
  database: process.env["SERVERY_DATABASE"] ?? pathOf("store.db"),
  mode: "production",
  migrations: pathOf("migrations"),
  pendingMigrations: "apply",
};

const { records } = await seed(settings);
const { url } = await serve(service.with(settings), { site: { directory: pathOf("dist") } });

console.log(`
  Runout Records is open, with ${records} records.

  Shop         ${url}
  Product 124  ${url}/records/124
  Mails        ${url}/_servery/outbox
  API docs     ${url}/docs
  OpenAPI      ${url}/openapi.json
`);
