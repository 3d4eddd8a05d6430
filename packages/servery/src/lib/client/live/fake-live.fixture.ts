import {
  batchPath,
  type ChangeStream,
  livePath,
  livePollPath,
  liveQueriesPath,
  type OpenStream,
  type PollQueries,
  type QueryFrame,
  type WatchedQuery,
} from "../../protocol/live.ts";
import type { ProblemDetails } from "../../protocol/problem-details.ts";
import type { Clock } from "../clock.ts";
import { snapshotHeader } from "../../protocol/headers.ts";

/** A stream of the {@link FakeLive}. */
interface FakeStream {
  readonly id: string;
  readonly queries: Map<number, WatchedQuery>;
  /** What it was opened with. */
  readonly opened: OpenStream;
  readonly headers: Headers;
  send(frame: object): void;
  /** Sends text as it is. */
  write(text: string): void;
  /** Breaks the connection. */
  cut(): void;
  /** Ends the answer as a server does. */
  end(): void;
  readonly isOpen: boolean;
  /** After how many bytes each frame was whole. */
  readonly boundaries: number[];
}

/** A service in memory, behind `fetch`, whose streams a test can break wherever it likes. */
export interface FakeLive {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Each request, as `live 1,2` with the inputs of its queries. */
  readonly seen: string[];
  readonly streams: FakeStream[];
  /** The stream that was opened last. */
  readonly stream: FakeStream;
  /** Commits so far. */
  readonly count: number;
  readonly token: string;
  /** How the next requests of a path are answered, in turn, in the place of the usual. */
  readonly spoiled: { path: string; answer: () => Promise<Response> | Response }[];
  /** How many bytes the next streams let through, in turn. */
  readonly cutAfter: number[];
  /** Changes the result of `item.get` for this id, and tells all streams. */
  commit(id: string, value: unknown): void;
  /** Changes it, and lets a test tell of it. */
  commitSilently(id: string, value: unknown): void;
  /** Tells a stream how its queries stand, where they stand otherwise than its client has them. */
  tell(stream: FakeStream): void;
  problemOf(id: string, problem: ProblemDetails | undefined): void;
}

const heartbeatMs = 20_000;
const encoder = new TextEncoder();

/** @param clock by which a poll that has no news is answered. */
export function createFakeLive(clock: Clock): FakeLive {
  const values = new Map<string, unknown>();
  const problems = new Map<string, ProblemDetails>();
  const sent = new Map<FakeStream, Map<number, string | undefined>>();
  let count = 1;
  const waiting = new Set<() => void>();

  const hashOf = (id: string) => JSON.stringify([values.get(id) ?? null]);
  const idOf = ({ input }: WatchedQuery) => (input as { id: string } | undefined)?.id ?? "";

  function toFrame(query: WatchedQuery, epoch: number, has: string | undefined): QueryFrame {
    const { q } = query;
    const problem = problems.get(idOf(query));
    const { token } = live;
    if (problem !== undefined)
      return { q, epoch, token, problem, ...(problem.status < 404 && { ended: true }) };
    const hash = hashOf(idOf(query));
    if (hash === has) return { q, epoch, token, hash, unchanged: true };
    return { q, epoch, token, hash, full: values.get(idOf(query)) ?? null };
  }

  function register(stream: FakeStream, queries: readonly WatchedQuery[], epoch: number): void {
    for (const query of queries) {
      stream.queries.set(query.q, query);
      const frame = toFrame(query, epoch, query.hash);
      sent.get(stream)?.set(query.q, frame.hash);
      stream.send(frame);
    }
  }

  function open(opened: OpenStream, init: RequestInit): Response {
    const limit = live.cutAfter.shift() ?? Infinity;
    let written = 0;
    let isOpen = true;
    let controller!: ReadableStreamDefaultController<Uint8Array>;
    const body = new ReadableStream<Uint8Array>({
      start: (given) => {
        controller = given;
      },
    });
    const stream: FakeStream = {
      id: `s${live.streams.length + 1}`,
      opened,
      headers: new Headers(init.headers),
      queries: new Map(),
      boundaries: [],
      get isOpen() {
        return isOpen;
      },
      send: (frame) => stream.write(`data: ${JSON.stringify(frame)}\n\n`),
      write: (text) => {
        if (!isOpen) return;
        const bytes = encoder.encode(text);
        const rest = bytes.subarray(0, Math.max(0, limit - written));
        written += bytes.length;
        stream.boundaries.push(written);
        if (rest.length > 0) controller.enqueue(rest);
        if (written > limit) queueMicrotask(stream.cut);
      },
      cut: () => {
        if (isOpen) controller.error(new TypeError("cut"));
        isOpen = false;
      },
      end: () => {
        if (isOpen) controller.close();
        isOpen = false;
      },
    };
    init.signal?.addEventListener("abort", () => stream.cut());
    live.streams.push(stream);
    sent.set(stream, new Map());
    stream.send({ hello: { version: 1, stream: stream.id, heartbeatMs } });
    register(stream, opened.queries, 1);
    return new Response(body, { headers: { "content-type": "text/event-stream" } });
  }

  function change({ stream: id, watch = [], unwatch = [] }: ChangeStream): Response {
    const stream = live.streams.find((each) => each.id === id && each.isOpen);
    if (stream === undefined) return problemResponse(404, "stream_not_found");
    for (const q of unwatch) stream.queries.delete(q);
    register(stream, watch, 1);
    return new Response(null, { status: 204 });
  }

  async function poll({ queries, waitMs }: PollQueries, signal?: AbortSignal | null) {
    const frames = () => queries.map((query) => toFrame(query, 1, query.hash));
    const isNews = () => frames().some(({ unchanged }) => unchanged !== true);
    const until = clock.now() + waitMs;
    const isOver = () => clock.now() >= until || signal?.aborted === true;
    while (!isOver() && !isNews())
      await new Promise<void>((resolve) => {
        waiting.add(resolve);
        clock.schedule(waitMs, resolve);
        signal?.addEventListener("abort", () => resolve());
      });
    signal?.throwIfAborted();
    const told = isNews() ? frames().filter(({ unchanged }) => unchanged !== true) : frames();
    return Response.json({ frames: told });
  }

  async function answer(path: string, init: RequestInit): Promise<Response> {
    const at = live.spoiled.findIndex((each) => each.path === path);
    if (at >= 0) return live.spoiled.splice(at, 1)[0]!.answer();
    const body: unknown = JSON.parse((init.body as string | null) ?? "null");
    if (path === livePath) return open(body as OpenStream, init);
    if (path === liveQueriesPath) return change(body as ChangeStream);
    if (path === livePollPath) return poll(body as PollQueries, init.signal);
    const id = path.split("/").at(-1) ?? "";
    const headers = { [snapshotHeader]: live.token };
    if (problems.has(id)) return problemResponse(404, "not_found", headers);
    return Response.json(values.get(id) ?? null, { headers });
  }

  const live: FakeLive = {
    seen: [],
    streams: [],
    spoiled: [],
    cutAfter: [],
    get stream() {
      return live.streams.at(-1)!;
    },
    get count() {
      return count;
    },
    get token() {
      return `c.db.${count}`;
    },
    fetch: async (url, init) => {
      const path = new URL(url).pathname;
      live.seen.push(toLine(path, init));
      init.signal?.throwIfAborted();
      const answered = await answer(path, init);
      init.signal?.throwIfAborted();
      return answered;
    },
    commit: (id, value) => {
      live.commitSilently(id, value);
      for (const stream of live.streams) if (stream.isOpen) live.tell(stream);
    },
    commitSilently: (id, value) => {
      values.set(id, value);
      count += 1;
      for (const resolve of waiting) resolve();
      waiting.clear();
    },
    tell: (stream) => {
      const has = sent.get(stream);
      for (const query of stream.queries.values()) {
        const frame = toFrame(query, 1, has?.get(query.q));
        if (frame.unchanged !== true) stream.send(frame);
        has?.set(query.q, frame.hash);
      }
    },
    problemOf: (id, problem) => {
      if (problem === undefined) problems.delete(id);
      else problems.set(id, problem);
    },
  };
  return live;
}

export function problemResponse(
  status: number,
  code: string,
  headers: Record<string, string> = {},
): Response {
  return Response.json(
    { title: code, status, code },
    { status, headers: { ...headers, "content-type": "application/problem+json" } },
  );
}

function toLine(path: string, init: RequestInit): string {
  const { queries, watch, unwatch, calls } = Object(
    JSON.parse((init.body as string | null) ?? "null"),
  ) as Partial<OpenStream & ChangeStream & { calls: readonly WatchedQuery[] }>;
  const short: Record<string, string> = {
    [livePath]: "live",
    [liveQueriesPath]: "change",
    [livePollPath]: "poll",
    [batchPath]: "batch",
  };
  const name = short[path] ?? `${init.method} ${path}`;
  const ids = (list: readonly WatchedQuery[] = []) =>
    list.map(
      ({ input, hash }) =>
        `${(input as { id: string } | undefined)?.id ?? ""}${hash === undefined ? "" : "="}`,
    );
  const parts = [
    ids(queries ?? watch ?? calls).join(","),
    unwatch === undefined || unwatch.length === 0 ? "" : `-${unwatch.length}`,
  ];
  return [name, ...parts].filter((part) => part !== "").join(" ");
}
