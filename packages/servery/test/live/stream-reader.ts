import {
  batchPath,
  type LiveFrame,
  livePath,
  livePollPath,
  liveQueriesPath,
  type PollAnswer,
  type QueryFrame,
  type WatchedQuery,
} from "../../src/lib/protocol/live.ts";

/** Where requests are sent: an address, or a service's own web handler. */
export type Target = string | { fetch(request: Request): Promise<Response> };

type Headers = Readonly<Record<string, string>>;

/** Posts JSON. */
export function post(
  target: Target,
  path: string,
  body: unknown,
  headers: Headers = {},
  signal?: AbortSignal,
): Promise<Response> {
  const url = typeof target === "string" ? target : "http://service.example";
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const request = new Request(url + path, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: text,
    ...(signal && { signal }),
  });
  return typeof target === "string" ? fetch(request) : target.fetch(request);
}

/** A stream as its client reads it. */
export interface OpenedStream {
  readonly response: Response;
  readonly id: string;
  /** The next frame; `undefined` once the stream has ended. */
  next(): Promise<LiveFrame | undefined>;
  /** So many of the next frames. */
  take(count: number): Promise<LiveFrame[]>;
  leave(): void;
}

/** Opens a stream and reads its first frame. */
export async function openStream(
  target: Target,
  queries: readonly WatchedQuery[] = [],
  headers: Headers = {},
): Promise<OpenedStream> {
  const abort = new AbortController();
  const response = await post(target, livePath, { version: 1, queries }, headers, abort.signal);
  if (!response.ok) throw new Error(`No stream: ${await response.text()}`);
  const frames = readFrames(response);
  const next = async () => (await frames.next()).value ?? undefined;
  const hello = await next();
  const take = async (count: number) => {
    const taken: LiveFrame[] = [];
    while (taken.length < count) {
      const frame = await next();
      if (frame === undefined) break;
      taken.push(frame);
    }
    return taken;
  };
  const id = hello !== undefined && "hello" in hello ? hello.hello.stream : "";
  return { response, id, next, take, leave: () => abort.abort() };
}

async function* readFrames(response: Response): AsyncGenerator<LiveFrame, undefined> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of response.body!) {
    rest += decoder.decode(bytes, { stream: true });
    for (let end = rest.indexOf("\n\n"); end >= 0; end = rest.indexOf("\n\n")) {
      const event = rest.slice(0, end);
      rest = rest.slice(end + 2);
      yield JSON.parse(event.slice("data: ".length)) as LiveFrame;
    }
  }
  return undefined;
}

/** Tells a stream what else to watch, and what no more. */
export function change(
  target: Target,
  stream: string,
  changes: { watch?: readonly WatchedQuery[]; unwatch?: readonly number[] },
  headers: Headers = {},
): Promise<Response> {
  return post(target, liveQueriesPath, { stream, ...changes }, headers);
}

/** Polls, and answers the frames. */
export async function poll(
  target: Target,
  queries: readonly WatchedQuery[],
  waitMs: number,
  headers: Headers = {},
): Promise<QueryFrame[]> {
  const response = await post(target, livePollPath, { version: 1, queries, waitMs }, headers);
  if (!response.ok) throw new Error(`No answer: ${await response.text()}`);
  return [...((await response.json()) as PollAnswer).frames];
}

/** Sends a batch; answers the status, and the answers. */
export async function batch(target: Target, calls: readonly unknown[], headers: Headers = {}) {
  const response = await post(target, batchPath, { calls }, headers);
  const { answers = [] } = (await response.json()) as { answers?: Record<string, unknown>[] };
  return { response, answers };
}
