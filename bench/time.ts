import { createNumbers, createWalk, type Credentials } from "./load/requests.ts";
import { toOrderExchange, toReadExchange } from "./stages/exchange.ts";
import { openEngine } from "./stages/open-engine.ts";
import { stageNames, type StageSums, timeStages } from "./stages/time-stages.ts";

/**
 * `node time.ts DATABASE REPETITIONS PRODUCTS [CREDENTIALS]`: times Servery's stages in this process, for
 * a caller who is signed in where credentials are given; answers its parent.
 */
const [file = "", repetitions = "1000", products = "1000", given = "{}"] = process.argv.slice(2);
const credentials = JSON.parse(given) as Credentials;
const engine = await openEngine(file, given === "{}" ? "anonymous" : "signed-in");
const number = createNumbers(4711, Number(products) - 1);
const step = createWalk(Number(products) - 1);
const id = () => String(2 + number());
const read = () => toReadExchange(String(2 + step()), credentials);
/** Few enough that all are in the cache. */
const readCached = () => toReadExchange(String(2 + (number() % 100)), credentials);
const order = () => toOrderExchange(id(), id(), credentials);

const reads = Number(repetitions);
const orders = Math.ceil(reads / 8);
await repeat(read, reads);
const readStages = await repeat(read, reads);
await repeat(readCached, reads);
const cachedStages = await repeat(readCached, reads);
await repeat(order, orders);
const orderStages = await repeat(order, orders);
const snapshot = await time(reads, () => engine.data!.read(() => Promise.resolve(undefined)));
const sharedOrder = await timeShared(orders, 64);
process.send?.({
  read: readStages,
  cached: cachedStages,
  order: orderStages,
  snapshot,
  sharedOrder,
});
process.disconnect?.();

async function repeat(make: typeof read, count: number): Promise<StageSums> {
  const sums = Object.fromEntries(stageNames.map((name) => [name, 0])) as StageSums;
  for (let index = 0; index < count; index++) {
    const status = await timeStages(engine, make(), sums);
    if (status !== 200) throw new Error(`A stage run was answered by ${status}.`);
    // Lets the log be written, as between requests.
    if (index % 64 === 0) await new Promise<void>((resolve) => void setImmediate(resolve));
  }
  for (const name of stageNames) sums[name] /= count;
  return sums;
}

async function time(count: number, run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  for (let index = 0; index < count; index++) await run();
  return ((performance.now() - start) / count) * 1000;
}

/** Microseconds for each order when `width` of them are always under way. */
async function timeShared(count: number, width: number): Promise<number> {
  const sums = Object.fromEntries(stageNames.map((name) => [name, 0])) as StageSums;
  let left = count;
  const worker = async () => {
    while (left-- > 0) await timeStages(engine, order(), sums);
  };
  const start = performance.now();
  await Promise.all(Array.from({ length: width }, worker));
  return ((performance.now() - start) / count) * 1000;
}
