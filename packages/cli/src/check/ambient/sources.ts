import type { AmbientKind } from "./kinds.ts";

/** How a name is used. */
export interface Use {
  readonly by: "call" | "new" | "mention";
  /** How many arguments; infinite where they are spread. */
  readonly count: number;
}

interface Source {
  readonly kind: AmbientKind;
  /** The names that lead to it. What hangs from it is meant too. */
  readonly path: readonly string[];
  /** Whether a value that was read from it earlier stays as it was, as a text does. */
  readonly readOnce?: boolean;
  /** What hangs from it and is no reading. */
  readonly but?: readonly string[];
  /** Holds for some uses of the name itself, and for nothing that hangs from it. */
  readonly when?: (use: Use) => boolean;
}

const withoutArguments = ({ by, count }: Use) => by !== "mention" && count === 0;

/** Everything ambient that is known by name. Packages are not looked into: those that many use are named. */
const sources: readonly Source[] = [
  ...named("clock", "Date.now performance.now Temporal.Now process.hrtime process.uptime"),
  // `Date()` is the time as a text, whatever it is given.
  {
    kind: "clock",
    path: ["Date"],
    when: ({ by, count }) => by === "call" || (by === "new" && count === 0),
  },
  ...named("clock", "luxon.DateTime.now luxon.DateTime.utc luxon.DateTime.local", withoutArguments),
  ...named("clock", "dayjs dayjs.utc moment moment.utc", withoutArguments),
  ...named("random", "Math.random crypto.randomUUID crypto.getRandomValues crypto.randomBytes"),
  ...named(
    "random",
    "crypto.randomInt crypto.randomFill crypto.randomFillSync crypto.randomUUIDv7",
  ),
  ...named("random", "crypto.generateKey crypto.generateKeySync crypto.generateKeyPair"),
  ...named("random", "crypto.generateKeyPairSync crypto.subtle.generateKey"),
  ...named("random", "nanoid.nanoid nanoid.customAlphabet uuid.v1 uuid.v4 uuid.v6 uuid.v7"),
  ...named("random", "ulid.ulid ulid.monotonicFactory @paralleldrive/cuid2.createId"),
  { kind: "environment", path: ["process", "env"], readOnce: true },
  { kind: "environment", path: ["process", "argv"], readOnce: true },
  { kind: "environment", path: ["import", "meta", "env"], readOnce: true },
  ...named("environment", "process.cwd process.memoryUsage process.cpuUsage process.resourceUsage"),
  { kind: "environment", path: ["node:os"], but: ["EOL", "constants", "devNull"] },
  ...named("outside", "fetch XMLHttpRequest WebSocket EventSource"),
  ...named("outside", "node:fs node:fs/promises node:http node:https node:http2 node:net node:tls"),
  ...named(
    "outside",
    "node:dgram node:dns node:dns/promises node:child_process node:worker_threads",
  ),
  ...named("outside", "node:cluster node:sqlite node:readline node:readline/promises"),
  ...named("outside", "undici axios got ky node-fetch ofetch pg better-sqlite3 ioredis redis"),
  ...named("timer", "setTimeout setInterval setImmediate node:timers/promises"),
];

function named(kind: AmbientKind, names: string, when?: Source["when"]): readonly Source[] {
  return names.split(" ").map((name) => ({ kind, path: name.split("."), ...(when && { when }) }));
}

/** Ways to the same thing: what modules of Node's give of what is global too. The longer first. */
const aliases: readonly (readonly [from: readonly string[], to: readonly string[]])[] = [
  [["node:crypto", "webcrypto"], ["crypto"]],
  [["node:crypto"], ["crypto"]],
  [["node:process"], ["process"]],
  [["node:perf_hooks", "performance"], ["performance"]],
  [["node:timers"], []],
];

/**
 * Finds what a name that leads outside reads, or `undefined`.
 * @param held how many names of the path were read before, into a variable
 */
export function findSource(
  path: readonly string[],
  use: Use,
  held: number,
): AmbientKind | undefined {
  const global = toGlobal(path);
  return sources.find((source) => matches(source, global, use, held))?.kind;
}

function matches(source: Source, path: readonly string[], use: Use, held: number): boolean {
  const { length } = source.path;
  if (!startsWith(path, source.path)) return false;
  if (source.when !== undefined) return path.length === length && source.when(use);
  if (source.but?.includes(path[length] ?? "") === true) return false;
  return source.readOnce !== true || held <= length;
}

function toGlobal(path: readonly string[]): readonly string[] {
  const alias = aliases.find(([from]) => startsWith(path, from));
  return alias === undefined ? path : [...alias[1], ...path.slice(alias[0].length)];
}

function startsWith(path: readonly string[], start: readonly string[]): boolean {
  return start.every((name, index) => name === path[index]);
}
