import type { Finding } from "../finding.ts";
import type { FoundKey } from "../secrets/key-formats.ts";
import type { NeedleHit } from "../secrets/needle-search.ts";
import type { SecretEncoding } from "../secrets/needles.ts";
import type { Stretch } from "./part.ts";

/** What was seen. */
type Seen =
  | { readonly rule: "bundle/secret"; readonly name: string; readonly encoding: SecretEncoding }
  | { readonly rule: "bundle/key-format"; readonly key: FoundKey }
  | { readonly rule: "bundle/entropy"; readonly name: string };

/** Something that was seen in a text, and where. */
export interface Sighting extends Stretch {
  readonly seen: Seen;
  /** What was undone before it could be seen, outermost first. */
  readonly ways: readonly string[];
  /** The file within the file in which it stands, and its text; places are counted there. */
  readonly within?: { readonly file: string; readonly text: string };
}

/** Makes a finding of a sighting in a file of which the text is given. Never tells what was seen, only its name. */
export function toFinding(sighting: Sighting, file: string, text: string): Finding {
  const { seen, within, start } = sighting;
  const before = (within?.text ?? text).slice(0, start);
  const lineStart = before.lastIndexOf("\n") + 1;
  return {
    rule: seen.rule,
    ...describe(seen, describeWays(sighting)),
    file: within === undefined ? file : `${file} › ${within.file}`,
    line: before.split("\n").length,
    column: start - lineStart + 1,
    within: [],
    chain: [],
  };
}

function describeWays({ ways }: Sighting): string {
  return ways.length === 0 ? "" : ` in ${ways.toReversed().join(" in ")}`;
}

const move =
  "Move its use behind an operation of the service, so that browsers call that; look for the import or the variable of the " +
  "environment that brought it here.";
const rotate = "If this was ever published, make a new one and revoke the old.";

function describe(
  seen: Seen,
  ways: string,
): Pick<Finding, "severity" | "subject" | "message" | "fix"> {
  if (seen.rule === "bundle/secret")
    return {
      severity: "error",
      subject: `${seen.name} ${seen.encoding}${ways}`,
      message: `The secret ${seen.name} is in what browsers are sent (${written(seen.encoding)}${ways}): whoever opens the page can read and use it.`,
      fix: `${move} ${rotate}`,
    };
  if (seen.rule === "bundle/key-format") return describeKey(seen.key, ways);
  return {
    severity: "warning",
    subject: `${seen.name}${ways}`,
    message: `"${seen.name}" is given a constant that looks like a secret. That is a guess: it is told by its name, its length and its characters.`,
    fix: `If it is one: ${move} ${rotate} If it is public, call it so ("publicKey"), or suppress this finding.`,
  };
}

function describeKey({ format, severity, print }: FoundKey, ways: string) {
  const certain = severity === "error";
  return {
    severity,
    subject: `${format} ${print}${ways}`,
    message: certain
      ? `A ${format} is in what browsers are sent${ways === "" ? "" : ` (${ways.trim()})`}: whoever opens the page can use it.`
      : `A ${format} is in what browsers are sent. It may be meant for them, if it is restricted.`,
    fix: certain
      ? `${move} ${rotate}`
      : `Restrict it to the addresses and functions that this page needs, or: ${move}`,
  };
}

function written(encoding: SecretEncoding): string {
  return encoding === "raw" ? "as it is" : `as ${encoding}`;
}

/** The finding of a secret in a file of which only the bytes are known: places are counted in them. */
export function toSecretFinding({ needle, start }: NeedleHit, file: string): Finding {
  const { secret: name, encoding } = needle;
  const seen = { rule: "bundle/secret", name, encoding } as const;
  const place = { file, line: 1, column: start + 1 };
  return { rule: seen.rule, ...describe(seen, ""), ...place, within: [], chain: [] };
}
