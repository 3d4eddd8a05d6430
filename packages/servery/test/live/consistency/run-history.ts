import type { Random } from "../../durability/random.ts";
import { createRecorder, type History } from "./history.ts";
import { createLives, type Fetch } from "./ledger-clients.ts";
import { createFaults } from "./ledger-faults.ts";
import type { Life } from "./ledger-life.ts";
import { type createLedger, outsideList } from "./ledger-service.ts";
import { openLedgerWorld } from "./ledger-world.ts";

/** What may be planted in the place of what is tested. */
export interface Planted {
  /** Stands between clients and their services. */
  readonly fetch?: (fetch: Fetch) => Fetch;
  /** Opens the service of this process. */
  readonly open?: typeof createLedger;
}

interface RunOptions {
  /** Calls of all clients together. */
  readonly steps: number;
  /** After how many of them something breaks. */
  readonly stepsPerFault?: number;
  /** How long watches may take to come to an end once nothing happens any more, in milliseconds. */
  readonly patienceMs?: number;
  readonly planted?: Planted;
}

/** What a history was made of. */
export interface RunFigures {
  readonly faults: Readonly<Record<string, number>>;
  /** Connections that were cut in the middle of an answer. */
  readonly cuts: number;
}

/** Lets clients live side by side while their services and ways break, and answers what has happened. */
export async function runHistory(
  random: Random,
  { steps, stepsPerFault = 25, patienceMs = 30_000, planted = {} }: RunOptions,
): Promise<History & RunFigures> {
  const world = await openLedgerWorld(random, planted.open);
  const recorder = createRecorder();
  const lives = createLives(world, { random, recorder, wrap: planted.fetch ?? ((fetch) => fetch) });
  const faults = createFaults(world, random, lives);
  try {
    let left = steps;
    const live = async (life: Life): Promise<void> => {
      while (left-- > 0) {
        if (left % stepsPerFault === 0) faults.begin();
        await life.step();
      }
    };
    await Promise.all(lives.map(live));
    await faults.end();
    for (const proxy of [world.far, world.near]) proxy.isTorn = false;
    for (const life of lives) life.watchAll();
    const truth = world.truth();
    await waitUntil(() => lives.every((life) => life.isUpToDate(truth)), patienceMs);
    const { appends, reads, told, sessions, problems } = recorder;
    // What comes of the end of it all is no part of it.
    const records = { appends, reads, sessions, told: [...told], problems: [...problems] };
    const figures = { faults: faults.counts, cuts: world.far.cuts + world.near.cuts };
    return { ...records, ...figures, truth: world.truth(), unnumbered: [outsideList] };
  } finally {
    for (const life of lives) life.stop();
    await world.close();
  }
}

async function waitUntil(isSo: () => boolean, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs;
  while (!isSo() && performance.now() < until)
    await new Promise((resolve) => void setTimeout(resolve, 20));
}
