import {
  type ChangeStream,
  liveVersion,
  type OpenStream,
  type PollQueries,
  type WatchedQuery,
} from "../../../protocol/live.ts";
import { MemberReader } from "../read-members.ts";

/** How many queries one body may name, for each that may be watched. What is too many is refused one by one. */
const bodyShare = 5;
/** What is long enough for what clients and services name. */
const longest = { operation: 200, hash: 100, token: 200, stream: 100 };

/** Reads the body that opens a stream. */
export function readOpenStream(body: unknown, mostQueries: number): Pick<OpenStream, "queries"> {
  const { reader, members } = beginVersioned(body);
  const queries = readQueries(reader, members["queries"], mostQueries, "queries");
  reader.finish();
  return { queries };
}

/** Reads the body of a poll. */
export function readPollQueries(
  body: unknown,
  mostQueries: number,
): Pick<PollQueries, "queries" | "waitMs"> {
  const { reader, members } = beginVersioned(body);
  const queries = readQueries(reader, members["queries"], mostQueries, "queries");
  const waitMs = reader.count(members["waitMs"], "waitMs");
  reader.finish();
  return { queries, waitMs };
}

/** Reads the body that changes what a stream watches. */
export function readChangeStream(body: unknown, mostQueries: number): Required<ChangeStream> {
  const reader = new MemberReader();
  const members = reader.object(body);
  const stream = reader.text(members["stream"], longest.stream, "stream");
  const watch = readQueries(reader, members["watch"] ?? [], mostQueries, "watch");
  const unwatch = reader
    .list(members["unwatch"] ?? [], 2 * bodyShare * mostQueries, "unwatch")
    .map((q, index) => reader.count(q, "unwatch", index));
  reader.finish();
  return { stream, watch, unwatch };
}

/** What another version means by its other members, nobody knows here: nothing else is looked at. */
function beginVersioned(body: unknown) {
  const reader = new MemberReader();
  const members = reader.object(body);
  if (members["version"] !== liveVersion)
    reader.wrong(`must be ${liveVersion}, which is all that this service speaks`, "version");
  reader.finish();
  return { reader, members };
}

function readQueries(
  reader: MemberReader,
  value: unknown,
  most: number,
  name: string,
): readonly WatchedQuery[] {
  const numbers = new Set<number>();
  return reader.list(value, bodyShare * most, name).map((item, index) => {
    const query = readQuery(reader, item, [name, index]);
    if (numbers.has(query.q)) reader.wrong("is the number of another query", name, index, "q");
    numbers.add(query.q);
    return query;
  });
}

function readQuery(
  reader: MemberReader,
  value: unknown,
  path: readonly PropertyKey[],
): WatchedQuery {
  const { q, operation, input, hash, token } = reader.object(value, ...path);
  return {
    q: reader.count(q, ...path, "q"),
    operation: reader.text(operation, longest.operation, ...path, "operation"),
    input,
    ...(hash === undefined ? {} : { hash: reader.text(hash, longest.hash, ...path, "hash") }),
    ...(token === undefined ? {} : { token: reader.text(token, longest.token, ...path, "token") }),
  };
}
