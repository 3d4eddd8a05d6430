import { openConnection } from "../load/connection.ts";
import { toHead, toReadRequest } from "../load/requests.ts";
import { styleOf } from "../load/styles.ts";
import { type Contender, type ShopFile, startContender, toLabel } from "./contender.ts";
import { median } from "./median.ts";

export interface StartUp {
  readonly label: string;
  /** From the start of the process to its first answer. */
  readonly firstAnswerMs: number;
  readonly residentMegabytes: number;
}

/** Starts each contender again and again, in turns, until its first answer of a product. */
export async function measureStartUp(
  files: ReadonlyMap<Contender, ShopFile>,
  runs: number,
): Promise<StartUp[]> {
  const starts: StartUp[] = [];
  // The first start of each reads its files from the disk, and is not counted.
  for (let run = -1; run < runs; run++)
    for (const [contender, file] of files) {
      const start = await startOnce(contender, file);
      if (run >= 0) starts.push(start);
    }
  return [...files.keys()].map(toLabel).map((label) => {
    const own = starts.filter((start) => start.label === label);
    return {
      label,
      firstAnswerMs: median(own.map((start) => start.firstAnswerMs)),
      residentMegabytes: median(own.map((start) => start.residentMegabytes)),
    };
  });
}

async function startOnce(contender: Contender, file: ShopFile): Promise<StartUp> {
  const begin = performance.now();
  const child = startContender(contender, file.path);
  try {
    const { port } = await child.receive<{ port: number }>();
    await askOnce(port, contender, file);
    const firstAnswerMs = performance.now() - begin;
    const { residentBytes } = await child.ask<{ residentBytes: number }>({});
    return { label: toLabel(contender), firstAnswerMs, residentMegabytes: residentBytes / 1e6 };
  } finally {
    await child.stop();
  }
}

async function askOnce(port: number, contender: Contender, file: ShopFile): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const connection = await openConnection(port, resolve, reject);
  const head = toHead(file.credentials[0] ?? {});
  connection.send(toReadRequest(styleOf(contender.subject), "2", head));
  const status = await promise;
  connection.close();
  if (status !== 200) throw new Error(`The first answer of ${toLabel(contender)} was ${status}.`);
}
