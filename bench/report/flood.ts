import type { Flood } from "../measure/flood.ts";
import { toTable } from "./table.ts";

/** Orders with and without a flood of sign-ins, side by side. */
export function toFloodTable({ alone, flooded, signIns }: Flood): string {
  const rows = Object.entries({ "without a flood": alone, "during the flood": flooded });
  const table = toTable(
    ["orders", "per second", "p50 ms", "p99 ms"],
    rows.map(([name, { ordersPerSecond, p50Ms, p99Ms }]) => [
      name,
      Math.round(ordersPerSecond).toLocaleString("en"),
      p50Ms.toFixed(2),
      p99Ms.toFixed(2),
    ]),
  );
  const answers = Object.entries(signIns)
    .map(([status, rate]) => `${rate.toFixed(0)} by ${status}`)
    .join(", ");
  return `${table}\n\n  Sign-ins answered a second: ${answers}.`;
}
