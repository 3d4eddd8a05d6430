import { boundaryFile, type Suppression } from "./boundary-settings.ts";
import type { Finding } from "./finding.ts";

type Sha256 = (text: string) => string;

/**
 * The same for one finding as long as it is there, wherever in its file it moves: 16 hexadecimal digits.
 * @param sha256 of a text as UTF-8, in hexadecimal digits
 */
export function toFingerprint({ rule, file, subject }: Finding, sha256: Sha256): string {
  const what = /^(?:bundle|build)\//.test(rule) ? [steady(file), steady(subject)] : [file, subject];
  return sha256(JSON.stringify([rule, ...what])).slice(0, 16);
}

/** Bundlers write what they have hashed into names: `index-B3kd92aX.js` is another after each change. */
function steady(text: string): string {
  return text.replaceAll(/([-.])[\w-]{8}(?=\.(?:[a-z0-9]+\.)*[a-z0-9]+(?:$|[\s›]))/gi, "$1*");
}

interface SuppressOptions {
  readonly families: readonly string[];
  readonly print: (finding: Finding) => string;
  readonly now: number;
}

/**
 * Takes away the findings that are meant to be. A suppression that holds no longer, or suppresses nothing any more, is a
 * finding itself.
 * @param families the families of rules that were looked for: of suppressions of others nothing is said
 * @param print a finding's fingerprint: {@link toFingerprint}
 * @param now milliseconds since 1970
 */
export function suppress(
  findings: readonly Finding[],
  suppressions: readonly Suppression[],
  { families, print, now }: SuppressOptions,
): readonly Finding[] {
  const keyOf = (rule: string, fingerprint: string) => `${rule} ${fingerprint}`;
  const keys = new Map(findings.map((each) => [each, keyOf(each.rule, print(each))]));
  const present = new Set(keys.values());
  const today = new Date(now).toISOString().slice(0, 10);
  const holding = suppressions.filter(({ until }) => today <= until);
  const held = new Set(holding.map(({ rule, fingerprint }) => keyOf(rule, fingerprint)));
  return [
    ...findings.filter((finding) => !held.has(keys.get(finding)!)),
    ...suppressions.flatMap((each) => {
      if (!families.includes(each.rule.split("/")[0]!)) return [];
      const key = keyOf(each.rule, each.fingerprint);
      if (!present.has(key)) return [toStale(each)];
      return held.has(key) ? [] : [toExpired(each)];
    }),
  ];
}

function toStale(suppression: Suppression): Finding {
  return toMistake(suppression, "stale", {
    message: `The suppression "${suppression.fingerprint}" suppresses nothing any more.`,
    fix: `Take it out of ${boundaryFile}.`,
  });
}

function toExpired(suppression: Suppression): Finding {
  return toMistake(suppression, "expired", {
    message: `The suppression "${suppression.fingerprint}" held until ${suppression.until}.`,
    fix: "Mend what it suppressed, or look at it anew and give it another day.",
  });
}

function toMistake(
  { fingerprint }: Suppression,
  kind: string,
  texts: Pick<Finding, "message" | "fix">,
): Finding {
  return {
    rule: `suppression/${kind}`,
    severity: "error",
    subject: fingerprint,
    file: boundaryFile,
    line: 1,
    column: 1,
    ...texts,
    within: [],
    chain: [],
  };
}
