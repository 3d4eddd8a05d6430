import { type ServiceSettings, silentLog } from "servery/server";

import shop from "../../service.ts";
import { fillShelves } from "./fill.ts";

/** Fills an empty database; a shop that has records already is left alone. */
export async function seed(
  settings: ServiceSettings,
): Promise<{ records: number; isNew: boolean }> {
  const service = shop.with({ log: silentLog, ...settings });
  try {
    return await service.write(fillShelves);
  } finally {
    await service.close();
  }
}
