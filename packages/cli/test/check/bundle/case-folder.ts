import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type { KnownSecret } from "servery/boundary";
import { type BundleReport, checkBundle } from "../../../src/check/bundle/check-bundle.ts";

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Writes files as a build does, and checks them. */
export async function checkFiles(
  files: Files,
  secrets: readonly KnownSecret[],
  prepare: (root: string) => void = () => undefined,
): Promise<BundleReport> {
  const root = mkdtempSync(join(tmpdir(), "bundle-"));
  try {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(root, "dist", name)), { recursive: true });
      writeFileSync(join(root, "dist", name), content);
    }
    prepare(root);
    return await checkBundle({ folders: ["dist"], secrets, root });
  } finally {
    rmSync(root, { recursive: true });
  }
}

/** What a report says, in short. */
export function shortly({ findings, undecided }: BundleReport): readonly string[] {
  return [
    ...findings.map(({ rule, file, subject }) => `${rule} ${file} ${subject}`),
    ...undecided.map(({ subject, reason }) => `undecided ${subject} ${reason}`),
  ];
}
