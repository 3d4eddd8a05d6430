import { openConnection } from "../load/connection.ts";
import { toReadRequest } from "../load/requests.ts";
import type { SubjectName } from "../subjects/subject.ts";
import { startChild } from "./child.ts";
import { median } from "./median.ts";

export interface StartUp {
  readonly subject: SubjectName;
  /** From the start of the process to its first answer. */
  readonly firstAnswerMs: number;
  readonly residentMegabytes: number;
}

/** Starts each subject again and again, in turns, until its first answer of a product. */
export async function measureStartUp(
  files: ReadonlyMap<SubjectName, string>,
  runs: number,
): Promise<StartUp[]> {
  const starts: StartUp[] = [];
  // The first start of each reads its files from the disk, and is not counted.
  for (let run = -1; run < runs; run++)
    for (const [subject, file] of files) {
      const start = await startOnce(subject, file);
      if (run >= 0) starts.push(start);
    }
  return [...files.keys()].map((subject) => {
    const own = starts.filter((start) => start.subject === subject);
    return {
      subject,
      firstAnswerMs: median(own.map((start) => start.firstAnswerMs)),
      residentMegabytes: median(own.map((start) => start.residentMegabytes)),
    };
  });
}

async function startOnce(subject: SubjectName, file: string): Promise<StartUp> {
  const begin = performance.now();
  const child = startChild("serve.ts", [subject, file], {});
  try {
    const { port } = await child.receive<{ port: number }>();
    await askOnce(port, subject);
    const firstAnswerMs = performance.now() - begin;
    const { residentBytes } = await child.ask<{ residentBytes: number }>({});
    return { subject, firstAnswerMs, residentMegabytes: residentBytes / 1e6 };
  } finally {
    await child.stop();
  }
}

async function askOnce(port: number, subject: SubjectName): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const connection = await openConnection(port, resolve, reject);
  connection.send(toReadRequest(subject === "orpc" ? "rpc" : "routes", "2"));
  const status = await promise;
  connection.close();
  if (status !== 200) throw new Error(`The first answer of ${subject} was ${status}.`);
}
