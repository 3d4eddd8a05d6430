import { closeSync, openSync } from "node:fs";

import { styleOf } from "../load/styles.ts";
import { type Contender, type ShopFile, startContender, toLabel } from "./contender.ts";
import type { Checked } from "./duties/ask.ts";
import {
  asksForSessions,
  auditsOrders,
  fewPerMinute,
  forgetsAtOnce,
  limitsCallers,
} from "./duties/identity.ts";
import { placesOnce, refusesOrders } from "./duties/ordering.ts";
import { answersConditionally, readsProjected, refusesReads } from "./duties/reading.ts";

type Duty = (checked: Checked) => Promise<void>;

const always = [readsProjected, answersConditionally, refusesReads, placesOnce, refusesOrders];
const signedIn = [asksForSessions, auditsOrders, forgetsAtOnce];

/** Proves before anything is timed that a contender does every duty. Throws at the first that it omits. */
export async function checkDuties(contender: Contender, file: ShopFile): Promise<void> {
  if (contender.callers === "anonymous") return check(contender, file, always);
  await check(contender, file, [...always, ...signedIn]);
  await check(contender, file, [limitsCallers], { perMinute: fewPerMinute });
}

async function check(
  contender: Contender,
  file: ShopFile,
  duties: readonly Duty[],
  options: { readonly perMinute?: number } = {},
): Promise<void> {
  const logFile = `${file.path}.log`;
  const output = openSync(logFile, "w");
  const child = startContender(contender, file.path, { ...options, core: 0, output });
  try {
    const { port } = await child.receive<{ port: number }>();
    const url = `http://127.0.0.1:${port}`;
    const checked = { ...contender, ...file, logFile, url, style: styleOf(contender.subject) };
    for (const duty of duties) await run(duty, checked);
  } finally {
    await child.stop();
    closeSync(output);
  }
}

async function run(duty: Duty, checked: Checked): Promise<void> {
  try {
    await duty(checked);
  } catch (error) {
    throw new Error(`${toLabel(checked)} does not do the duty "${duty.name}": ${String(error)}`, {
      cause: error,
    });
  }
}
