import type { Call, Outcome } from "../client/call.ts";
import type { Operation } from "../contract/operation.ts";

/** A part in a query that is on its way. */
export interface SharedQuery<O extends Operation> {
  readonly outcome: Promise<Outcome<O>>;
  /** Gives the part back; the query is aborted when nobody has one any more. */
  release(): void;
}

interface Flight {
  readonly outcome: Promise<unknown>;
  readonly controller: AbortController;
  users: number;
}

const flights = new WeakMap<object, Map<string, Flight>>();

/** Joins the query of this call and input that is on its way, or sends it. Nothing is kept of it. */
export function joinQuery<O extends Operation>(
  call: Call<O>,
  key: string,
  input: unknown,
): SharedQuery<O> {
  const siblings = flights.get(call) ?? new Map<string, Flight>();
  flights.set(call, siblings);
  const flight = siblings.get(key) ?? send(call, input);
  siblings.set(key, flight);
  flight.users += 1;
  const land = () => {
    if (siblings.get(key) === flight) siblings.delete(key);
  };
  flight.outcome.then(land, land);
  return {
    outcome: flight.outcome as Promise<Outcome<O>>,
    release: () => {
      flight.users -= 1;
      // Later, as React gives parts back to take them again at once: under StrictMode, and when one
      // component takes another's place.
      queueMicrotask(() => {
        if (flight.users > 0) return;
        land();
        flight.controller.abort();
      });
    },
  };
}

/** Lets the next to join send the query anew, though one is on its way. */
export function forgetQuery(call: object, key: string): void {
  flights.get(call)?.delete(key);
}

function send(call: { safe: unknown }, input: unknown): Flight {
  const controller = new AbortController();
  const safe = call.safe as (input: unknown, options: object) => Promise<unknown>;
  return { outcome: safe(input, { signal: controller.signal }), controller, users: 0 };
}
