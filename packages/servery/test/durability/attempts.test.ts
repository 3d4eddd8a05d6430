import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, it, onTestFinished } from "vitest";

import { createRandom, toSeed } from "./random.ts";
import { startShop } from "./shop-process.ts";

const kills = Number(process.env["SERVERY_CRASHES"] ?? 12);
const random = createRandom(toSeed());
const clients = 8;
const entry = new URL("fixtures/serve-attempts.ts", import.meta.url).pathname;

/** An attempt whose refusal has arrived. */
interface Answered {
  readonly id: string;
  readonly operation: "guess" | "change";
  readonly account: string;
}

it(
  `keeps the counter and the audit line of every refused attempt through ${kills} kills (seed ${random.seed})`,
  { timeout: 30_000 + kills * 4000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "servery-attempts-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "attempts.db");
    const answered: Answered[] = [];
    for (let kill = 0; kill < kills; kill++) await attemptUntilKilled(file, answered);
    expect(answered.length).toBeGreaterThan(kills * 5);
    expect(findLost(file, answered)).toEqual([]);
  },
);

async function attemptUntilKilled(file: string, answered: Answered[]): Promise<void> {
  const server = await startShop(file, { entry });
  let left = 10 + random.below(60);
  let killed: Promise<void> | undefined;
  const client = async (number: number) => {
    while (killed === undefined) {
      const operation = random.below(2) === 0 ? "guess" : "change";
      const attempt = {
        id: `attempt-${answered.length}-${number}-${random.below(1e9)}`,
        operation,
        account: `a${random.below(3)}`,
      } as const;
      if (await isRefused(server.url, attempt)) answered.push(attempt);
      if (--left <= 0) killed ??= server.kill();
    }
  };
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number))).finally(
    server.kill,
  );
  await killed;
}

/** Whether the answer arrived; a broken connection is none. */
async function isRefused(url: string, { id, operation, account }: Answered): Promise<boolean> {
  const headers = { "content-type": "application/json", "x-request-id": id };
  const body = JSON.stringify({ account });
  try {
    const response = await fetch(`${url}/${operation}`, { method: "POST", headers, body });
    const { code } = (await response.json()) as { code: string };
    expect(code).toBe("wrong");
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}

function findLost(file: string, answered: readonly Answered[]): string[] {
  const database = new DatabaseSync(file);
  const lines = database.prepare(
    "SELECT outcome FROM servery_audit WHERE request_id = ? AND operation = ?",
  );
  const lost = answered.flatMap(({ id, operation }) => {
    const outcomes = lines.all(id, operation).map(({ outcome }) => String(outcome));
    const wanted = operation === "guess" ? ["written", "wrong"] : ["wrong"];
    return JSON.stringify(outcomes) === JSON.stringify(wanted)
      ? []
      : [`${operation} ${id} has ${outcomes.join()}`];
  });
  for (const account of ["a0", "a1", "a2"]) {
    const guesses = answered.filter(
      (each) => each.operation === "guess" && each.account === account,
    );
    const row = database.prepare("SELECT count FROM effects WHERE account = ?").get(account);
    // What was counted and not answered may be more, never less.
    if (Number(row?.["count"] ?? 0) < guesses.length)
      lost.push(`${account} counted ${String(row?.["count"])}`);
  }
  const undone = database
    .prepare("SELECT count(*) AS n FROM effects WHERE account LIKE 'undone-%'")
    .get();
  if (undone!["n"] !== 0) lost.push("an effect that was undone is there");
  const { integrity_check: integrity } = database.prepare("PRAGMA integrity_check").get()!;
  if (integrity !== "ok") lost.push(String(integrity));
  database.close();
  return lost;
}
