import { monitorEventLoopDelay } from "node:perf_hooks";

const resolution = 10;
const windowLength = 500;

let measuring = false;
let recent = 0;

/** How late timers came on average in the last half second, in milliseconds. Measures from the first call on. */
export function eventLoopLag(): number {
  if (!measuring) startMeasuring();
  return recent;
}

function startMeasuring(): void {
  const measured = monitorEventLoopDelay({ resolution });
  measured.enable();
  measuring = true;
  setInterval(() => {
    // Without a sample the loop has not turned in a whole window; `mean` is then not a number.
    recent = measured.count === 0 ? 0 : Math.max(0, measured.mean / 1e6 - resolution);
    measured.reset();
  }, windowLength).unref();
}
