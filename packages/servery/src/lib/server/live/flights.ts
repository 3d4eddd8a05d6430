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
  /** Resolves when it has landed; with nothing when it has failed. To be asked for while it is on its way. */
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
      const shared = callerSignal && createSharedSignal(callerSignal);
      const flight = new FollowedFlight(shared, () => flights.delete(scope));
      flights.set(scope, flight);
      return flight;
    },
    get size() {
      return flights.size;
    },
  };
}

/** A class, because there is one for most queries that run; and nobody waits for most of them. */
class FollowedFlight implements Flight {
  waiting = 0;
  readonly #shared: SharedSignal | undefined;
  readonly #onLanded: () => void;
  #coming: PromiseWithResolvers<Landed | undefined> | undefined;

  constructor(shared: SharedSignal | undefined, onLanded: () => void) {
    this.#shared = shared;
    this.#onLanded = onLanded;
  }

  get done(): Promise<Landed | undefined> {
    return (this.#coming ??= Promise.withResolvers()).promise;
  }

  get signal(): AbortSignal | undefined {
    return this.#shared?.signal;
  }

  join({ callerSignal }: LiveQuery): void {
    this.waiting++;
    if (callerSignal !== undefined) this.#shared?.join(callerSignal);
  }

  land(landed: Landed | undefined): void {
    this.#onLanded();
    this.#shared?.close();
    this.#coming?.resolve(landed);
  }
}
