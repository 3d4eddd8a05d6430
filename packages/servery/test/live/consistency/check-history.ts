import { compareSnapshots } from "../../../src/lib/protocol/snapshot-token.ts";
import type { Books, History, Moment, Seen, Told } from "./history.ts";
import { balanceSum } from "./ledger-service.ts";

/** Something that somebody was shown, by a call or a watch. */
interface Shown {
  readonly client: string;
  readonly query: string;
  readonly list: string;
  /** Who shows it. */
  readonly by: string;
  /** What happened before this must be in it. */
  readonly from: Moment;
  readonly at: Moment;
  readonly seen: Seen;
  readonly token?: string | undefined;
  /** Whether it claims to be how things stand. */
  readonly isLive: boolean;
}

/**
 * Everything in a history that must not be, in words; nothing where all promises were kept. Lists that only grow
 * tell it all, after Elle (https://arxiv.org/abs/2003.10554): whoever saw a list saw a state that can be named.
 */
export function checkHistory(history: History): string[] {
  const shown = toShown(history);
  return [
    ...checkAppends(history),
    ...checkBooks(history, shown),
    ...checkStates(history, shown),
    ...checkOwnWrites(history, shown),
    ...checkOrder(history, shown),
    ...checkTokens(history, shown),
    ...checkWatchTokens(history),
    ...checkCallers(history, shown),
    ...checkEnds(history),
    ...history.problems,
  ];
}

function toShown({ reads, told }: History): Shown[] {
  const called = reads.map((read, index) => ({
    ...read,
    by: `call ${index}`,
    from: read.began,
    at: read.ended,
    isLive: true,
  }));
  const watched = told.flatMap(({ seen, watch, at, status, what, ...rest }) =>
    seen === undefined || (what === "status" && status !== "live")
      ? []
      : [{ ...rest, seen, by: watch, from: at, at, isLive: status === "live" }],
  );
  return [...called, ...watched].toSorted((one, other) => one.at - other.at);
}

/** Lost updates, and what was applied twice, or though it was refused. */
function* checkAppends({ appends, truth, unnumbered }: History): Iterable<string> {
  const times = new Map<string, number>();
  for (const [list, items] of Object.entries(truth.lists))
    for (const item of items) times.set(`${list} ${item}`, (times.get(`${list} ${item}`) ?? 0) + 1);
  const known = new Set<string>();
  for (const { list, item, outcome, client } of appends) {
    const found = times.get(`${list} ${item}`) ?? 0;
    known.add(`${list} ${item}`);
    if (outcome === "acknowledged" && found === 0)
      yield `lost: ${item}, which ${client} appended to ${list}`;
    if (outcome === "refused" && found > 0) yield `refused, and done: ${item} in ${list}`;
    if (found > 1) yield `done ${found} times: ${item} in ${list}`;
  }
  for (const each of times.keys())
    if (!known.has(each) && !unnumbered.some((list) => each.startsWith(`${list} `)))
      yield `nobody appended it: ${each}`;
}

/** Results that mix states. */
function* checkBooks({ truth }: History, shown: readonly Shown[]): Iterable<string> {
  const wrong = ({ balances, entries, counted }: Books): boolean =>
    entries !== counted || balances.reduce((sum, each) => sum + each, 0) !== balanceSum;
  if (wrong(truth.books)) yield `the books do not add up: ${JSON.stringify(truth.books)}`;
  for (const { seen, client, by } of shown)
    if ("books" in seen && wrong(seen.books))
      yield `a mixed state: ${client} saw the books ${JSON.stringify(seen.books)} by ${by}`;
}

/** States that never were: out of order, with what was undone, without what came between. */
function* checkStates({ truth }: History, shown: readonly Shown[]): Iterable<string> {
  for (const { seen, list, client, by } of shown) {
    if (!("items" in seen)) continue;
    const whole = truth.lists[list] ?? [];
    const isState = seen.items.every((item, index) => item === whole[index]);
    if (!isState)
      yield `a state that never was: ${client} saw ${list} as ${seen.items.join()} by ${by}`;
  }
}

/** What a client does not see of its own: read your writes. */
function* checkOwnWrites({ appends }: History, shown: readonly Shown[]): Iterable<string> {
  for (const { client, list, item, ended, outcome } of appends) {
    if (outcome !== "acknowledged") continue;
    for (const each of shown)
      if (each.client === client && each.list === list && each.isLive && each.from > ended)
        if (!has(each.seen, item))
          yield `own write unseen: ${client} wrote ${item} at ${ended}, and did not see it at ${each.at} by ${each.by}`;
  }
}

/** Queries whose results went back: monotonic reads, over calls and watches. */
function* checkOrder({ unnumbered }: History, shown: readonly Shown[]): Iterable<string> {
  const byQuery = Map.groupBy(shown, ({ client, query }) => `${client} ${query}`);
  for (const [whose, each] of byQuery) {
    if (unnumbered.includes(each[0]!.list)) continue;
    /** Of what was shown in earlier turns, the newest; and the same with what was shown in this one. */
    let before: Shown | undefined;
    let newest: Shown | undefined;
    for (const now of each) {
      if (newest !== undefined && newest.at < now.at) before = newest;
      if (before !== undefined && sizeOf(now.seen) < sizeOf(before.seen))
        yield `went back: ${whose} from ${sizeOf(before.seen)} at ${before.at} by ${before.by} to ${sizeOf(now.seen)} at ${now.at} by ${now.by}`;
      if (newest === undefined || sizeOf(now.seen) >= sizeOf(newest.seen)) newest = now;
    }
  }
}

/** Results that are not of the state that they say. */
function* checkTokens({ appends, unnumbered }: History, shown: readonly Shown[]): Iterable<string> {
  const numbered = shown.filter(
    ({ list, token }) => token !== undefined && !unnumbered.includes(list),
  );
  for (const [list, each] of Map.groupBy(numbered, (one) => one.list)) {
    const made = appends.filter(
      (append) =>
        append.list === list && append.outcome === "acknowledged" && append.token !== undefined,
    );
    for (const { token, item } of made)
      for (const { token: of = "", seen, client, by } of each)
        if (compareSnapshots(of, token!) !== "older" && !has(seen, item))
          yield `not the state that it says: ${client} saw ${list} without ${item} of ${token} in ${of} by ${by}`;
    yield* checkNumbers(list, each);
  }
}

/** A number names one state, whoever was told it. */
function* checkNumbers(list: string, shown: readonly Shown[]): Iterable<string> {
  const ordered = shown.toSorted((one, other) => numberOf(one) - numberOf(other));
  for (const [index, next] of ordered.entries()) {
    const last = ordered[index - 1];
    if (last === undefined) continue;
    const [before, now] = [sizeOf(last.seen), sizeOf(next.seen)];
    if (now < before || (now > before && numberOf(last) === numberOf(next)))
      yield `not the state that it says: ${list} has ${before} in ${last.token} by ${last.by}, and ${now} in ${next.token} by ${next.by}`;
  }
}

/** Watches that say `live` of what is older than they have said. */
function* checkWatchTokens({ told }: History): Iterable<string> {
  const newest = new Map<string, string>();
  for (const { watch, status, token } of told) {
    if (token === undefined || status !== "live") continue;
    const before = newest.get(watch);
    if (before !== undefined && compareSnapshots(token, before) === "older")
      yield `live, and older: ${watch} told ${token} after ${before}`;
    else newest.set(watch, token);
  }
}

/** What a caller saw of somebody else, or as somebody else. */
function* checkCallers({ sessions, appends }: History, shown: readonly Shown[]): Iterable<string> {
  const owners = new Map(appends.map(({ list, item }) => [`${list} ${item}`, list]));
  for (const { seen, client, by, from, at, list } of shown) {
    if (!("items" in seen) || seen.who === undefined) continue;
    for (const item of seen.items)
      if (!owners.has(`${list} ${item}`))
        yield `a leak: ${client} saw ${item} as ${seen.who} by ${by}`;
    const own = sessions.filter((session) => session.client === client);
    const sure = own.find((session) => session.from < from && at < session.until);
    if (sure !== undefined && sure.user !== seen.who)
      yield `as somebody else: ${client} was ${sure.user}, and saw as ${seen.who} by ${by} at ${at}`;
  }
}

/** Watches that have not come to what there is. */
function* checkEnds({ told, truth }: History): Iterable<string> {
  const last = new Map<string, Told>();
  for (const each of told) last.set(each.watch, each);
  for (const { watch, status, seen, list } of last.values()) {
    if (status === "stopped") continue;
    if (status !== "live") yield `not live in the end: ${watch} is ${status}`;
    const end = seen !== undefined && "books" in seen ? seen.books : (seen?.items ?? "nothing");
    const whole = seen !== undefined && "books" in seen ? truth.books : (truth.lists[list] ?? []);
    if (JSON.stringify(end) !== JSON.stringify(whole))
      yield `not up to date in the end: ${watch} has ${JSON.stringify(end)}, and not ${JSON.stringify(whole)}`;
  }
}

function has(seen: Seen, item: string): boolean {
  return "items" in seen && seen.items.includes(item);
}

function numberOf({ token = "" }: Shown): number {
  return Number(token.split(".").at(-1));
}

function sizeOf(seen: Seen): number {
  return "items" in seen ? seen.items.length : seen.books.entries;
}
