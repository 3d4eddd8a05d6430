import type { BeatFrame, ByeFrame, HelloFrame } from "../../../protocol/live.ts";
import type { WatchState } from "../../live/watch-state.ts";

/** Which query a frame is about. */
export interface FramedQuery {
  readonly q: number;
  readonly epoch: number;
}

/** The frame of how a query stands, as JSON. A result is JSON already, and is put in as it is. */
export function toStateFrame({ q, epoch }: FramedQuery, state: WatchState): string {
  const start = `{"q":${q},"epoch":${epoch},"token":`;
  if (state.problem === undefined)
    return `${start}${JSON.stringify(state.token)},"hash":${JSON.stringify(state.hash)},"full":${state.text}}`;
  const { token, problem, ended } = state;
  return JSON.stringify({ q, epoch, token, problem, ...(ended ? { ended } : {}) });
}

/** The frame that says that what the client has of a query is its result still. */
export function toUnchangedFrame(
  { q, epoch }: FramedQuery,
  { token, hash }: Extract<WatchState, { readonly text: string }>,
): string {
  return JSON.stringify({ q, epoch, token, hash, unchanged: true });
}

/** One server-sent event (https://html.spec.whatwg.org/#server-sent-events). JSON has no line of its own. */
export function toEvent(frame: string | HelloFrame | BeatFrame | ByeFrame): string {
  return `data: ${typeof frame === "string" ? frame : JSON.stringify(frame)}\n\n`;
}
