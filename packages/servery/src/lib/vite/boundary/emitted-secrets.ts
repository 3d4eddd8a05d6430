import type { Finding } from "../../boundary/finding.ts";
import { createNeedleSearch } from "../../boundary/secrets/needle-search.ts";
import { type KnownSecret, type Needle, toNeedles } from "../../boundary/secrets/needles.ts";
import type { EmittedFile } from "./emitted-modules.ts";

/** Finds known secrets in what is written, in all ways of writing them: one finding for each, in each file. */
export function findEmittedSecrets(
  files: readonly EmittedFile[],
  secrets: readonly KnownSecret[],
): readonly Finding[] {
  if (secrets.length === 0) return [];
  const search = createNeedleSearch(secrets.flatMap(toNeedles));
  return files.flatMap((file) => {
    const found = new Map<string, Finding>();
    for (const text of textsOf(file))
      for (const { needle } of search.begin().push(text))
        found.set(`${needle.secret} ${needle.encoding}`, toFinding(file.fileName, needle));
    return [...found.values()];
  });
}

function textsOf(file: EmittedFile): readonly (string | Uint8Array)[] {
  if (file.type === "asset") return [file.source];
  return file.map === null ? [file.code] : [file.code, JSON.stringify(file.map)];
}

function toFinding(file: string, { secret, encoding }: Needle): Finding {
  const way = encoding === "raw" ? "" : ` (as ${encoding})`;
  return {
    rule: "bundle/secret",
    severity: "error",
    file,
    line: 1,
    column: 1,
    subject: `${secret} ${encoding}`,
    message: `${file} has the value of ${secret} in it${way}.`,
    fix: `Take it out of browsers' code and let an operation of the service do what needs it; replace the key if this was ever published.`,
    within: [],
    chain: [],
  };
}
