import { ServeryError } from "../base/servery-error.ts";

/** A finding that is meant to be, until a day. */
export interface Suppression {
  /** As a report prints it: {@link toFingerprint}. */
  readonly fingerprint: string;
  /** The rule that found it: `bundle/secret`. */
  readonly rule: string;
  /** Why it is right: for whoever reviews the file. */
  readonly reason: string;
  /** The last day on which it holds: `2027-01-31`, in UTC. */
  readonly until: string;
}

/** What an app says of its boundary, in {@link boundaryFile}. Paths are relative to the file, with slashes. */
export interface BoundarySettings {
  /** Modules and pages that browsers start with. Default: what the bundler, or `index.html`, says. */
  readonly entries: readonly string[];
  /** Folders and files whose modules belong on the server. Default: none beyond what modules show by themselves. */
  readonly server: readonly string[];
  /** Folders with what browsers are sent. Default: what the bundler writes, or `dist`. */
  readonly output: readonly string[];
  readonly suppressions: readonly Suppression[];
}

/** The one file, beside the app's manifest, that says so and is reviewed like code. */
export const boundaryFile = "servery.boundary.json";

export const noBoundarySettings: BoundarySettings = {
  entries: [],
  server: [],
  output: [],
  suppressions: [],
};

/**
 * Reads the text of a {@link boundaryFile}.
 * @throws ServeryError `invalid_boundary_settings` that names every mistake.
 */
export function parseBoundarySettings(text: string): BoundarySettings {
  const given = parseObject(text);
  const mistakes = Object.keys(given)
    // Editors read "$schema", to know what may stand there.
    .filter((name) => name !== "$schema" && !Object.hasOwn(noBoundarySettings, name))
    .map((name) => `there is no "${name}"`);
  const paths = (name: "entries" | "server" | "output"): readonly string[] => {
    const value = given[name] ?? [];
    if (Array.isArray(value) && value.every(isText)) return value;
    mistakes.push(`"${name}" must be a list of paths`);
    return [];
  };
  const suppressions = given["suppressions"] ?? [];
  const settings = {
    entries: paths("entries"),
    server: paths("server"),
    output: paths("output"),
    suppressions: Array.isArray(suppressions) ? (suppressions as Suppression[]) : [],
  };
  if (!Array.isArray(suppressions)) mistakes.push(`"suppressions" must be a list`);
  mistakes.push(...settings.suppressions.flatMap(mistakesOf));
  if (mistakes.length > 0) throw invalid(mistakes.join("; "));
  return settings;
}

function parseObject(text: string): Record<string, unknown> {
  let given: unknown;
  try {
    // Some editors begin a file with a byte order mark, which JSON has not.
    given = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (cause) {
    throw invalid(`it is no JSON: ${(cause as Error).message}`);
  }
  if (typeof given === "object" && given !== null && !Array.isArray(given))
    return given as Record<string, unknown>;
  throw invalid("it must be an object");
}

function mistakesOf(given: unknown, index: number): string[] {
  const { fingerprint, rule, reason, until } = (given ?? {}) as Partial<Suppression>;
  const where = `suppression ${index + 1}`;
  return [
    ...(isText(fingerprint) && /^[0-9a-f]{16}$/.test(fingerprint)
      ? []
      : [`${where} needs a "fingerprint" of 16 hexadecimal digits, as the report prints it`]),
    ...(isText(rule) && /^\w+\/[\w-]+$/.test(rule)
      ? []
      : [`${where} needs a "rule", such as "bundle/secret"`]),
    ...(isText(reason) ? [] : [`${where} needs a "reason"`]),
    ...(isDay(until) ? [] : [`${where} needs a day "until", such as "2027-01-31"`]),
  ];
}

function isText(value: unknown): value is string {
  return typeof value === "string" && value.trim() !== "";
}

function isDay(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

function invalid(why: string): ServeryError {
  return new ServeryError("invalid_boundary_settings", `${boundaryFile} cannot be used: ${why}.`);
}
