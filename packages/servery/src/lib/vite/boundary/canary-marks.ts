import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";

import type { CanaryOptions } from "./boundary-options.ts";
import { isSourceOf } from "./bundler.ts";
import { addWatermark } from "./watermark.ts";

/** The marks of a canary build, each for one module. */
export interface CanaryMarks {
  /** A module's code with its mark in it. */
  mark(shown: string, id: string, code: string, program: unknown): string;
  /** Writes down the module of each mark, beside what other bundles of the build have written. */
  write(): void;
}

export function createCanaryMarks({ token, file }: CanaryOptions): CanaryMarks {
  const modules: Record<string, string> = {};
  return {
    mark(shown, id, code, program) {
      // The same in every bundle of the build, so that none of them needs to know of another.
      const mark = `${token}${createHash("sha256").update(shown).digest("hex").slice(0, 12)}`;
      modules[mark] = shown;
      return isSourceOf(id) ? markText(code, mark) : addWatermark(code, program, mark);
    },
    write() {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, `${JSON.stringify({ ...readMarks(file), ...modules }, null, 2)}\n`);
    },
  };
}

/** Source that is brought as text has no function to call; the mark is a comment in it. */
function markText(code: string, mark: string): string {
  return code.replace(/^(\s*export default ")/, (start) => `${start}/* ${mark} */`);
}

function readMarks(file: string): Readonly<Record<string, string>> {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    return {};
  }
}
