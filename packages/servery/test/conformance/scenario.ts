import type { Transport } from "./transports.ts";

/** One request and everything that must be true of its answer, on every transport. */
export interface Scenario {
  readonly name: string;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; text and bytes as they are, with the `content-type` of `headers`. */
  readonly body?: object | string | Uint8Array;
  readonly status: number;
  /** Expected headers; `null` for one that must be absent. */
  readonly answers?: Readonly<Record<string, string | RegExp | null>>;
  /** What the JSON body must contain, or the whole text. */
  readonly content?: object | string;
  /** What must stand nowhere in the answer, beside the secret. */
  readonly forbidden?: readonly string[];
  /** A line that the log must have. */
  readonly logged?: { readonly level: string; readonly message: RegExp };
  /** Only where the transport can carry it. */
  readonly only?: Transport["name"];
}

/** A GET or, with a body, a POST. */
export function toMethod({ method, body }: Scenario): string {
  return method ?? (body === undefined ? "GET" : "POST");
}
