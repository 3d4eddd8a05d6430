import { readSettings, serve } from "servery/node";

import service from "./service.ts";
import { seed } from "./service/seed/seed.ts";

const { database } = readSettings();
const { records } = await seed(database);
const site = { directory: new URL("dist", import.meta.url).pathname };
const { url } = await serve(service.with({ database }), { site });

console.log(`
  Runout Records is open, with ${records} records.

  Shop         ${url}
  Product 124  ${url}/records/124
  API docs     ${url}/docs
  OpenAPI      ${url}/openapi.json
`);
