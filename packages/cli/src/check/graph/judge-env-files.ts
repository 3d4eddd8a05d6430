import { type Finding, isSecretName, type NeedleSearch, type Undecided } from "servery/boundary";

import { type EnvFile, secretFormOf } from "./env-files.ts";
import { secret, withoutPrefix } from "./judge-environment.ts";

interface EnvContext {
  readonly prefixes: readonly string[];
  readonly search: NeedleSearch;
  show(path: string): string;
}

/**
 * Judges the variables of `.env` files that bundlers show to browsers: by their names, by what keys of providers look like,
 * and by the values of secrets.
 */
export function judgeEnvFiles(
  files: readonly EnvFile[],
  context: EnvContext,
): {
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
} {
  return {
    findings: files.flatMap((file) => judgeEnvFile(file, context)),
    undecided: files
      .filter(({ text }) => text === undefined)
      .map(({ path }) => ({ subject: context.show(path), reason: "it cannot be read" })),
  };
}

function judgeEnvFile(
  { path, text = "", variables }: EnvFile,
  { prefixes, search, show }: EnvContext,
): readonly Finding[] {
  return Object.entries(variables).flatMap(([name, value]) => {
    if (!prefixes.some((prefix) => name.startsWith(prefix))) return [];
    const said = judgeVariable(name, value, search);
    if (said === undefined) return [];
    return [
      {
        rule: "graph/environment",
        file: show(path),
        ...placeOf(name, text),
        ...said,
        within: [],
        chain: [],
      },
    ];
  });
}

function judgeVariable(name: string, value: string, search: NeedleSearch) {
  const known = search.findIn(value);
  if (known !== undefined) return same(name, `it has the value of the secret ${known.secret}`);
  const form = secretFormOf(value);
  if (form !== undefined) return same(name, `its value ${form}`);
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
