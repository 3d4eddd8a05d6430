import { styleText } from "node:util";

type Format = Parameters<typeof styleText>[0];

/** Colours text for standard output: only on a terminal, and never where `NO_COLOR` is set. */
export function style(format: Format, text: string): string {
  return styleText(format, text, { stream: process.stdout });
}

/** Prints a line to standard output. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a line about the work to standard error, where it is not taken for the result. */
export function note(line: string): void {
  process.stderr.write(`${line}\n`);
}
