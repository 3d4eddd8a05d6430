import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";

/** Notes the end of a stage; in dev only. */
export function mark({ platform }: Pick<Engine, "platform">, call: Call, stage: string): void {
  call.marks?.push([stage, platform.monotonic()]);
}

/** What each stage took, in milliseconds, as browsers show it (https://www.w3.org/TR/server-timing/). */
export function toServerTiming({ platform }: Pick<Engine, "platform">, call: Call): string {
  const end = platform.monotonic();
  let before = call.startedAt;
  const stages = (call.marks ?? []).map(([stage, at]) => {
    const took = at - before;
    before = at;
    return `${stage};dur=${took.toFixed(3)}`;
  });
  // Only a call that came as far as this has been encoded; the rest met a problem on the way.
  if (call.marks?.at(-1)?.[0] === "execute") stages.push(`encode;dur=${(end - before).toFixed(3)}`);
  return [...stages, `total;dur=${(end - call.startedAt).toFixed(3)}`].join(", ");
}
