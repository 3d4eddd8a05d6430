/**
 * Whether the time of an answer tells that there is an account: `node identity/enumeration.ts [pairs]`,
 * in `bench`. Asks about an address with an account and one without, in random order, 500 times for each
 * operation, of a service on a file with hashes at their full price, and prints how they compare. Not an
 * assertion: what a busy machine adds is noise, and there is more of it than of what is looked for.
 */
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { contract, identity } from "servery";
import { createService, silentLog } from "servery/server";

const { positionals } = parseArgs({ allowPositionals: true });
const pairs = Number(positionals[0] ?? 500);
const folder = mkdtempSync(join(tmpdir(), "servery-enumeration-"));
const service = createService(contract({ name: "club", operations: { ...identity() } }), {
  handlers: {},
  log: silentLog,
  mode: "dev",
  database: join(folder, "club.db"),
  trustedProxies: 1,
  rate: false,
});

const password = "violet harbour lantern 7";
const wrong = "cobalt meadow trumpet 9";
const known = (pair: number) => `known${String(pair).padStart(4, "0")}@example.com`;
const unknown = (pair: number) => `other${String(pair).padStart(4, "0")}@example.com`;
const operations: Readonly<Record<string, (email: string) => object>> = {
  "sign-in": (email) => ({ email, password: wrong }),
  "sign-up": (email) => ({ email, password: wrong }),
  "request-password-reset": (email) => ({ email }),
};

/** Asks once, from an address of its own, and answers how many milliseconds it took. */
async function time(operation: string, email: string): Promise<number> {
  const [a = 0, b = 0, c = 0] = randomBytes(3);
  const request = new Request(`https://club.example/auth/${operation}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "servery-csrf": "1",
      "sec-fetch-site": "same-origin",
      "x-forwarded-for": `10.${a}.${b}.${c}`,
    },
    body: JSON.stringify(operations[operation]!(email)),
  });
  const begun = performance.now();
  const { status } = await service.fetch(request);
  const taken = performance.now() - begun;
  if (status !== 401 && status !== 202) throw new Error(`${operation} answered ${status}.`);
  return taken;
}

const median = (values: readonly number[]) =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;

/** How often a known address takes longer than an unknown one; a coin says 50 %. */
function winsOf(ones: readonly number[], others: readonly number[]): number {
  let wins = 0;
  for (const one of ones)
    for (const other of others) wins += one > other ? 1 : one === other ? 0.5 : 0;
  return wins / (ones.length * others.length);
}

try {
  console.log(`${pairs} pairs for each operation`);
  for (let pair = 0; pair < pairs; pair++)
    await service.accounts.create({ email: known(pair), password });
  for (const operation of Object.keys(operations)) {
    const times = { known: [] as number[], unknown: [] as number[] };
    for (let warm = 0; warm < 10; warm++) await time(operation, `warm${warm}@example.com`);
    for (let pair = 0; pair < pairs; pair++) {
      const order =
        Math.random() < 0.5 ? (["known", "unknown"] as const) : (["unknown", "known"] as const);
      for (const kind of order)
        times[kind].push(await time(operation, kind === "known" ? known(pair) : unknown(pair)));
    }
    const [one, other] = [median(times.known), median(times.unknown)];
    const percent = ((one - other) / other) * 100;
    console.log(
      `${operation.padEnd(24)} known ${one.toFixed(3)} ms, unknown ${other.toFixed(3)} ms: ${percent.toFixed(2)} %; ` +
        `known is slower in ${(winsOf(times.known, times.unknown) * 100).toFixed(1)} % of pairs`,
    );
  }
} finally {
  await service.close();
  rmSync(folder, { recursive: true, force: true });
}
