import type { ClientCore } from "../client-core.ts";
import { decodeAnswer } from "../decode-answer.ts";
import { type HttpEndpoint, post, readWhole } from "../http-endpoint.ts";
import type { Credentials } from "./credentials.ts";
import type { Registrations } from "./registrations.ts";
import type { SourceEvents, Wanted } from "./source.ts";

/** How a connection came to its end. */
export type LineEnd =
  /** It was closed here. */
  | { readonly how: "closed" }
  /** Nothing came through, or it broke at once: something between does not let streams pass. */
  | { readonly how: "mute" }
  /** It broke, or could not be opened. */
  | { readonly how: "lost"; readonly error?: unknown }
  /** The service ended it, and says when to come again. */
  | { readonly how: "bye"; readonly retryMs: number };

/** One connection to the service, of whichever kind. */
export interface Line {
  readonly ended: Promise<LineEnd>;
  /** What is wanted has changed. */
  sync(): void;
  again(key: string): void;
  /** Looks at once whether too long nothing has come, as after a sleep. */
  look(): void;
  /** @param how default `closed`. */
  close(how?: LineEnd): void;
}

/** It was closed here. */
export const closed: LineEnd = { how: "closed" };

/** The end of a connection, which comes once. */
export function createEnding(): {
  readonly ended: Promise<LineEnd>;
  readonly end: (how: LineEnd) => void;
} {
  let end!: (how: LineEnd) => void;
  const ended = new Promise<LineEnd>((resolve) => {
    end = resolve;
  });
  return { ended, end };
}

/** What a connection is made of. */
export interface LineParts {
  readonly core: ClientCore;
  readonly endpoint: HttpEndpoint;
  readonly wanted: Wanted;
  readonly events: SourceEvents;
  readonly credentials: Credentials;
  readonly registrations: Registrations;
}

/**
 * Posts something of a connection, and reads the answer.
 * @throws ProblemError what it met.
 */
export function tellService(
  { core, endpoint, credentials }: LineParts,
  path: string,
  body: unknown,
  signal: AbortSignal,
): Promise<unknown> {
  const { snapshots, clock } = core.caller;
  return credentials.send(async (headers) => {
    const posted = { body, headers, signal, snapshot: snapshots.newest };
    return decodeAnswer(await post(endpoint, path, posted, readWhole), clock.now());
  });
}
