import type { OutputEntry } from "../live/entry.ts";

/** The output of a query as JSON, as it was kept or is to be. It has no secrets in it. */
export class EncodedOutput {
  readonly text: string;
  /** Where it is kept. */
  readonly entry: OutputEntry | undefined;

  constructor(text: string, entry: OutputEntry | undefined) {
    this.text = text;
    this.entry = entry;
  }
}
