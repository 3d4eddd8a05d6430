import { readSettings } from "servery/node";

import { seed } from "./service/seed/seed.ts";

const { database } = readSettings();
const { records, isNew } = await seed({ database });
console.log(`${database}: ${isNew ? "filled with" : "has"} ${records} records`);
