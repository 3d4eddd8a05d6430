import { watchQuery } from "../../../src/lib/client/watch.ts";
import type { Told } from "./history.ts";
import {
  isExpected,
  type LedgerQuery,
  operationOfQuery,
  placeOf,
  type Recording,
  toInput,
  toName,
  toSeen,
} from "./ledger-query.ts";

/** A watch that is written down. */
export interface LedgerWatch {
  readonly query: LedgerQuery;
  /** Whether it tells nothing more. */
  readonly isOver: boolean;
  /** What it has told last. */
  readonly state: Pick<Told, "status" | "seen" | "token" | "list" | "query">;
  stop(): void;
}

let count = 0;

/** Watches a query until it is stopped, and writes down what it is told. */
export function recordWatch(recording: Recording, query: LedgerQuery): LedgerWatch {
  const { name, recorder, core } = recording;
  const watch = `${name} watch ${++count} of ${toName(query)}`;
  const nothing = { status: "connecting", seen: undefined, token: undefined };
  let state: LedgerWatch["state"] = { ...placeOf(query, undefined), ...nothing };
  let isOver = false;
  const tell = (what: Told["what"], change: Partial<typeof state>): void => {
    if (isOver) return;
    state = { ...state, ...change };
    recorder.told.push({ ...state, client: name, watch, at: recorder.now(), what });
  };
  const end = (): void => {
    tell("status", { status: "stopped" });
    isOver = true;
  };
  const stop = watchQuery(core, operationOfQuery(recording, query), toInput(query), {
    onData(data, { token }) {
      const seen = toSeen(data);
      tell("data", { ...placeOf(query, seen), seen, token });
    },
    onStatus: (status) => tell("status", { status }),
    onProblem(problem, over) {
      if (!isExpected(problem, query)) recording.complain(toName(query), problem);
      if (over) end();
    },
  });
  return {
    query,
    get isOver() {
      return isOver;
    },
    get state() {
      return state;
    },
    stop() {
      end();
      stop();
    },
  };
}
