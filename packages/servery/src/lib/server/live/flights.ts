import type { OutputEntry } from "./entry.ts";
import type { LiveQuery } from "./live-query.ts";
import type { RunBasis } from "./run-record.ts";
import { createSharedSignal, type SharedSignal } from "./shared-signal.ts";

/** What a run that others waited for has come to. */
export interface Landed {
  /** The output as JSON. */
  readonly text: string;
  readonly basis: RunBasis;
  /** Where it is kept. */
  readonly entry: OutputEntry | undefined;
  /** The place of the first commit that it has missed. */
  readonly missed: number | undefined;
}

/** A run that others may wait for. */
export interface Flight {
  /** Resolves when it has landed; with nothing when it has failed. */
  readonly done: Promise<Landed | undefined>;
  /** How many wait for it, beside the one who began it. */
  readonly waiting: number;
  /** Only of a run that can be ended on the way: aborted when all have gone. */
  readonly signal: AbortSignal | undefined;
  join(query: LiveQuery): void;
  land(landed: Landed | undefined): void;
}

/** The runs that are on their way, by those who may share them. */
export interface Flights {
  get(scope: string): Flight | undefined;
  takeOff(scope: string, query: LiveQuery): Flight;
  readonly size: number;
}

export function createFlights(): Flights {
  const flights = new Map<string, Flight>();
  return {
    get: (scope) => flights.get(scope),
    takeOff(scope, { callerSignal }) {
      const flight = createFlight(callerSignal && createSharedSignal(callerSignal), () =>
        flights.delete(scope),
      );
      flights.set(scope, flight);
      return flight;
    },
    get size() {
      return flights.size;
    },
  };
}

function createFlight(shared: SharedSignal | undefined, onLanded: () => void): Flight {
  const { promise: done, resolve } = Promise.withResolvers<Landed | undefined>();
  let waiting = 0;
  return {
    done,
    get waiting() {
      return waiting;
    },
    signal: shared?.signal,
    join({ callerSignal }) {
      waiting++;
      if (callerSignal !== undefined) shared?.join(callerSignal);
    },
    land(landed) {
      onLanded();
      shared?.close();
      resolve(landed);
    },
  };
}
