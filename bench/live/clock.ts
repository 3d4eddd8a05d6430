/**
 * Milliseconds of the machine's own clock, which all of its processes share: a moment in one can be taken
 * from a moment in another.
 */
export function machineMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
