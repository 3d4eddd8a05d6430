import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { createLog } from "servery/node";
import { createService, secret, type Service } from "servery/server";

import { createWalk } from "../load/requests.ts";
import { median } from "../measure/median.ts";
import { seedProducts } from "../shop/seed.ts";
import { toReadExchange } from "../stages/exchange.ts";
import { openShop } from "../subjects/servery/contract.ts";
import { openSettings } from "../subjects/servery/service.ts";
import { toSecrets } from "./secrets.ts";

/**
 * `node boundary/egress.ts [--rounds N] [--reads N]`: what it costs to look for secrets in an answer. The uncached read of
 * the shop, in one process and without node:http, by services that have none, 3, 10 and 30 secrets, in turns.
 */
const { values: given } = parseArgs({
  options: {
    rounds: { type: "string", default: "1500" },
    reads: { type: "string", default: "100" },
  },
});
const [rounds, reads] = [Number(given.rounds), Number(given.reads)];
/** None twice: what the two differ by is what this machine cannot tell. */
const counts = [0, 0, 3, 10, 30];
const products = 20_000;

const folder = mkdtempSync(join(tmpdir(), "servery-egress-"));
const file = join(folder, "shop.db");
const services: Service[] = [];
try {
  for (const count of counts) services.push(await open(count));
  seedProducts(file, products);
  print(await measure());
} finally {
  for (const service of services) await service.close();
  rmSync(folder, { recursive: true });
}

async function open(count: number): Promise<Service> {
  const environment = toSecrets(count);
  const service = createService(openShop, {
    ...openSettings,
    database: file,
    live: { cacheBytes: 0 },
    log: createLog({ destination: { write: () => {} } }),
    secrets: Object.keys(environment).map((name) => secret(name)),
    environment,
  });
  await service.ready();
  return service;
}

/** Microseconds for each answer, by service and round. Who begins changes from round to round. */
async function measure(): Promise<number[][]> {
  const step = createWalk(products - 1);
  const times = services.map((): number[] => []);
  for (let round = -200; round < rounds; round++)
    for (let turn = 0; turn < services.length; turn++) {
      const at = (turn + Math.abs(round)) % services.length;
      const time = await read(services[at]!, step);
      if (round >= 0) times[at]!.push(time);
    }
  return times;
}

async function read(service: Service, step: () => number): Promise<number> {
  const start = performance.now();
  for (let count = 0; count < reads; count++) {
    const { status } = await service.handle(toReadExchange(String(2 + step()), {}));
    if (status !== 200) throw new Error(`A read was answered by ${status}.`);
  }
  return ((performance.now() - start) / reads) * 1000;
}

/** Quarters and not means: what others do on the machine makes some rounds longer, and none shorter. */
function print(times: readonly (readonly number[])[]): void {
  console.log(
    "| secrets | µs an answer, first quarter | median | first quarter, of that without |",
  );
  console.log("| --- | --- | --- | --- |");
  const base = toQuarter(times[0]!);
  for (const [at, count] of counts.entries()) {
    const quarter = toQuarter(times[at]!);
    const figures = [quarter, median(times[at]!), (quarter / base) * 100];
    const [own, middle, share] = figures.map((figure) => figure.toFixed(2));
    console.log(`| ${count} | ${own} | ${middle} | ${share} % |`);
  }
}

function toQuarter(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 4)]!;
}
