/** The ledger in a process of its own: `node serve-ledger.ts DATABASE`. Tells its parent the port. */
import { serve } from "servery/node";
import { silentLog } from "servery/server";

import { createLedger } from "./ledger-service.ts";

const [database = ""] = process.argv.slice(2);
const shutdown = { deadline: 1000 };
const { url } = await serve(createLedger({ database }), { port: 0, log: silentLog, shutdown });
// A test that fails before it ends the process must leave nothing behind.
process.once("disconnect", () => process.exit());
process.send?.({ port: Number(new URL(url).port) });
