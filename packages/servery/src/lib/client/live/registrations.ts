import type { QueryFrame, WatchedQuery } from "../../protocol/live.ts";
import type { Wanted, WantedQuery } from "./source.ts";

/** Which queries the service was told of on a connection, by their numbers. */
export interface Registrations {
  /** Brings them in line with what is wanted; what the service is to be told. */
  change(wanted: Wanted): { readonly watch: WatchedQuery[]; readonly unwatch: number[] };
  /** All of them, as they are known now. */
  list(wanted: Wanted): WatchedQuery[];
  /** Gives a query another number at the next change. What comes under the old one still counts until then. */
  again(key: string): void;
  /** Whose frame this is; `undefined` for one that comes too late. */
  keyOf(frame: QueryFrame): string | undefined;
}

interface Registration {
  readonly key: string;
  epoch: number;
}

/** Counts over all connections, so that a number has one meaning only. */
let count = 0;

/** Nothing was told yet. */
export function createRegistrations(): Registrations {
  const byNumber = new Map<number, Registration>();
  const byKey = new Map<string, number>();
  /** All numbers by which a query is heard, the newest last: until that is answered, the ones before it count. */
  const heard = new Map<string, number[]>();
  let dropped: number[] = [];
  const drop = (key: string, q: number) => {
    byKey.delete(key);
    dropped.push(q);
    for (const each of heard.get(key) ?? []) byNumber.delete(each);
    heard.delete(key);
  };
  const add = ({ key }: WantedQuery) => {
    const q = ++count;
    byKey.set(key, q);
    byNumber.set(q, { key, epoch: 0 });
    heard.set(key, [...(heard.get(key) ?? []), q]);
    return q;
  };
  return {
    change: (wanted) => {
      const left = new Map(byKey);
      const watch: WatchedQuery[] = [];
      for (const query of wanted())
        if (!left.delete(query.key)) watch.push(toWatched(add(query), query));
      for (const [key, q] of left) drop(key, q);
      const unwatch = dropped;
      dropped = [];
      return { watch, unwatch };
    },
    list: (wanted) =>
      [...wanted()].map((query) => toWatched(byKey.get(query.key) ?? add(query), query)),
    again: (key) => {
      const q = byKey.get(key);
      if (q === undefined) return;
      byKey.delete(key);
      dropped.push(q);
    },
    keyOf: ({ q, epoch, ended }) => {
      const registration = byNumber.get(q);
      if (registration === undefined || epoch < registration.epoch) return undefined;
      registration.epoch = epoch;
      const { key } = registration;
      const numbers = heard.get(key) ?? [];
      for (const each of numbers.splice(0, numbers.indexOf(q))) byNumber.delete(each);
      // The service has let go of it.
      if (ended === true) {
        byNumber.delete(q);
        if (byKey.get(key) === q) byKey.delete(key);
      }
      return key;
    },
  };
}

function toWatched(q: number, { operation, input, hash, token }: WantedQuery): WatchedQuery {
  return {
    q,
    operation,
    ...(input !== undefined && { input }),
    ...(hash !== undefined && { hash }),
    ...(token !== undefined && { token }),
  };
}
