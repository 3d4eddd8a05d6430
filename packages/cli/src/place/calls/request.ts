import type { Observed, Provider } from "servery/boundary";

import type { Folded } from "../reading/folded.ts";
import type { Property } from "../reading/properties.ts";

/** What a network call sends, as far as it is written down. */
export interface Request {
  /** What it is made with: `fetch`, `axios.post`, the name of a service whose package it is. */
  readonly by: string;
  readonly method: string;
  /** Where to; `undefined` where the package of a service knows it. */
  readonly url: Folded | undefined;
  readonly headers: readonly Property[];
  /** What it puts into the query string, beside what stands in the address. */
  readonly parameters: readonly Property[];
  readonly fields: readonly Property[];
  /** What a service's package was made with. */
  readonly options: readonly Property[];
  /** The service whose package it is. */
  readonly provider?: Provider | undefined;
  /** What is asked of the service: `from("orders").select`. */
  readonly does?: string | undefined;
  /** It only makes what is called elsewhere. */
  readonly isMaking?: boolean;
  /** What is seen of it beyond that. */
  readonly observed?: readonly Observed[];
}

export const nothingSent = {
  method: "GET",
  headers: [],
  parameters: [],
  fields: [],
  options: [],
} as const;
