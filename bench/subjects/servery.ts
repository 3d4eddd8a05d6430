import { serve } from "servery/node";

import { createShop } from "./servery/service.ts";
import type { StartSubject } from "./subject.ts";

/** Servery with all of its defaults, in production. */
export const startServery: StartSubject = async ({ databaseFile }) => {
  const { url } = await serve(createShop(databaseFile), { port: 0 });
  return { port: Number(new URL(url).port) };
};
