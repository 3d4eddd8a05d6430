import { serve } from "servery/node";

import { createShop } from "./servery/service.ts";
import type { StartSubject } from "./subject.ts";

/** Servery in production, with all of its defaults but the bound of all that one caller may call. */
export const startServery: StartSubject = ({ databaseFile, signedIn }) =>
  start(createShop(databaseFile, signedIn));

/** The same, keeping no results. */
export const startServeryUncached: StartSubject = ({ databaseFile, signedIn }) =>
  start(createShop(databaseFile, signedIn).with({ live: { cacheBytes: 0 } }));

async function start(service: ReturnType<typeof createShop>) {
  const { url } = await serve(service, { port: 0 });
  return { port: Number(new URL(url).port), hits: () => service.status().live?.hits ?? 0 };
}
