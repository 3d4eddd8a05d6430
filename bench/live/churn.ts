import { setTimeout as sleep } from "node:timers/promises";
import { parseArgs } from "node:util";

import { type Bench, benchOptions, withBench } from "../measure/prepare.ts";
import { toTable } from "../report/table.ts";
import { startBoard, startClients } from "./board-child.ts";
import type { ChurnOrder, ChurnResult } from "./churn-clients.ts";

/** What the server held after a part of the churn, when all clients had gone. */
export interface ChurnSample extends ChurnResult {
  readonly minutes: number;
  readonly heapMegabytes: number;
  readonly residentMegabytes: number;
}

const parts = 10;
/** So few that all of their results are kept soon: what grows then, grows for good. */
const notes = 200;

/**
 * Lets streams and watches come and go beside edits, and looks between whether the server's heap grows: after a
 * collection, with nobody there.
 */
export async function measureChurn(bench: Bench, minutes: number): Promise<readonly ChurnSample[]> {
  const server = await startBoard(bench, "servery", notes);
  const clients = startClients();
  const samples: ChurnSample[] = [];
  try {
    for (let part = 0; part < parts; part++) {
      const churnSeconds = (minutes * 60) / parts;
      const order: ChurnOrder = {
        port: server.port,
        churnSeconds,
        streams: 50,
        notes,
        seed: 31 + part,
      };
      const done = await clients.ask<ChurnResult>(order);
      // Until the last of them has been seen to go.
      await sleep(500);
      const { heapBytes, rss } = await server.usage();
      samples.push({
        ...done,
        minutes: ((part + 1) * minutes) / parts,
        heapMegabytes: heapBytes / 1e6,
        residentMegabytes: rss / 1e6,
      });
    }
  } finally {
    await Promise.all([server.stop(), clients.stop()]);
  }
  console.log("\nStreams and watches that come and go, beside edits: what the server holds\n");
  console.log(toChurnTable(samples));
  return samples;
}

function toChurnTable(samples: readonly ChurnSample[]): string {
  let [streams, watches, edits, frames] = [0, 0, 0, 0];
  return toTable(
    ["after minutes", "streams", "watches", "edits", "frames", "heap MB", "resident MB"],
    samples.map((sample) => {
      streams += sample.streams;
      watches += sample.watches;
      edits += sample.edits;
      frames += sample.frames;
      return [
        sample.minutes.toFixed(2),
        ...[streams, watches, edits, frames].map((count) => count.toLocaleString("en")),
        sample.heapMegabytes.toFixed(2),
        sample.residentMegabytes.toFixed(0),
      ];
    }),
  );
}

/** `node live/churn.ts [--minutes 10]`; without, 20 seconds. */
if (import.meta.main) {
  const options = { ...benchOptions, minutes: { type: "string", default: "0.34" } } as const;
  const { quick, source, earlier, minutes } = parseArgs({ options }).values;
  await withBench({ quick, source, earlier }, async (bench) => {
    await measureChurn(bench, Number(minutes));
  });
}
