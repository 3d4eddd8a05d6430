import { serve } from "servery/node";

import { createShop } from "./servery/service.ts";
import type { StartSubject } from "./subject.ts";

/** Servery in production, with all of its defaults but the bound of all that one caller may call. */
export const startServery: StartSubject = async ({ databaseFile, signedIn }) => {
  const { url } = await serve(createShop(databaseFile, signedIn), { port: 0 });
  return { port: Number(new URL(url).port) };
};
