import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

import {
  type Finding,
  isSecretName,
  keyKindOf,
  type NeedleSearch,
  type Undecided,
} from "servery/boundary";

import { secret, withoutPrefix } from "./judge-environment.ts";

interface EnvContext {
  readonly folders: readonly string[];
  readonly prefixes: readonly string[];
  readonly search: NeedleSearch;
  show(path: string): string;
}

/**
 * Judges the variables of `.env` files that bundlers show to browsers: by their names, by what keys of providers look like,
 * and by the values of secrets. Examples, which are committed and have no values, are left out.
 */
export function judgeEnvFiles(context: EnvContext): {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
} {
  const findings: Finding[] = [];
  const undecided: Undecided[] = [];
  for (const path of [...new Set(context.folders)].flatMap(findEnvFiles)) {
    const subject = context.show(path);
    try {
      findings.push(...judgeEnvFile(subject, readFileSync(path, "utf8"), context));
    } catch {
      undecided.push({ subject, reason: "it cannot be read" });
    }
  }
  return { findings, undecided };
}

function judgeEnvFile(
  file: string,
  text: string,
  { prefixes, search }: EnvContext,
): readonly Finding[] {
  return Object.entries(parseEnv(text)).flatMap(([name, value]) => {
    if (!prefixes.some((prefix) => name.startsWith(prefix))) return [];
    const said = judgeVariable(name, value ?? "", search);
    if (said === undefined) return [];
    return [
      {
        rule: "graph/environment",
        file,
        ...placeOf(name, text),
        ...said,
        within: [],
        chain: [],
      },
    ];
  });
}

function findEnvFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter(
    (name) =>
      /^\.env(?:\.|$)/.test(name) && !/\.(?:example|sample|template|dist|defaults?)$/.test(name),
  );
  return names
    .toSorted()
    .map((name) => join(folder, name))
    .filter(isThere);
}

/** Not of Python's folder of that name, nor of a link that leads nowhere. */
function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function judgeVariable(name: string, value: string, search: NeedleSearch) {
  const known = search.findIn(value);
  if (known !== undefined) return same(name, `it has the value of the secret ${known.secret}`);
  if (keyKindOf(value) === "secret") return same(name, "its value has the form of a secret key");
  if (/^[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i.test(value))
    return same(name, "its value is an address with a password");
  return value !== "" && isSecretName(name) ? secret(name) : undefined;
}

function same(name: string, why: string) {
  return {
    severity: "error" as const,
    subject: name,
    message: `${name} reaches browsers because of how its name starts, and ${why}.`,
    fix: `Take the prefix away, replace the key if it was ever built, and read it in the service, as secret("${withoutPrefix(name)}").`,
  };
}

function placeOf(name: string, text: string): { line: number; column: number } {
  const lines = text.split("\n");
  const at = lines.findLastIndex((line) => line.replace(/^\s*(?:export\s+)?/, "").startsWith(name));
  return { line: Math.max(at, 0) + 1, column: 1 };
}
