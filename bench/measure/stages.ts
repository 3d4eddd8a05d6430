import type { StageSums } from "../stages/time-stages.ts";
import { startChild } from "./child.ts";
import type { ShopFile } from "./contender.ts";

/** Microseconds for one request, by stage. */
export interface Stages {
  readonly read: StageSums;
  /** A read that is answered from the cache. */
  readonly cached: StageSums;
  /** Orders one after the other, so that each waits for a commit of its own. */
  readonly order: StageSums;
  /** A read that does nothing: what of `execute` the snapshot takes. */
  readonly snapshot: number;
  /** All stages of an order when 64 are under way and share commits. */
  readonly sharedOrder: number;
}

/**
 * Times the stages in a process of its own, so that nothing else has been compiled into it; on the
 * sources, for it reaches behind the doors.
 */
export async function measureStages(
  { path, credentials }: ShopFile,
  repetitions: number,
  products: number,
  output: number,
): Promise<Stages> {
  const [caller = {}] = credentials;
  const parameters = [path, String(repetitions), String(products), JSON.stringify(caller)];
  const child = startChild("time.ts", parameters, {
    core: 0,
    output,
    isSource: true,
  });
  try {
    return await child.receive<Stages>();
  } finally {
    await child.stop();
  }
}
