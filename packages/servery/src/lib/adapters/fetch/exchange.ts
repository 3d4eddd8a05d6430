import type { BodyFailure, Exchange, TakeRoom } from "../../ports/exchange.ts";

/** Makes an exchange of a web `Request`. The body is read as a stream, so that its limit holds. */
export function toExchange(request: Request, timeoutMs: number): Exchange {
  return {
    method: request.method,
    target: toTarget(request.url),
    remoteAddress: undefined,
    get headerBytes() {
      return weigh(request.headers);
    },
    header: (name) => request.headers.get(name) ?? undefined,
    readBody: (limit, takeRoom) => readBody(request, { limit, takeRoom, timeoutMs }),
    get signal() {
      return request.signal;
    },
  };
}

/** Path and query of an absolute URL, as they came. */
function toTarget(url: string): string {
  const start = url.indexOf("/", url.indexOf("//") + 2);
  return start < 0 ? "/" : url.slice(start);
}

/** As on the wire: name, colon, blank, value, line end. */
function weigh(headers: Headers): number {
  let bytes = 0;
  for (const [name, value] of headers) bytes += name.length + value.length + 4;
  return bytes;
}

interface BodyReading {
  readonly limit: number;
  readonly takeRoom: TakeRoom | undefined;
  readonly timeoutMs: number;
}

async function readBody(
  { body }: Request,
  reading: BodyReading,
): Promise<Uint8Array | BodyFailure> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const { promise: late, resolve } = Promise.withResolvers<"timeout">();
  const timer = setTimeout(() => resolve("timeout"), reading.timeoutMs);
  try {
    return await Promise.race([collect(reader, reading), late]);
  } catch {
    return "aborted";
  } finally {
    clearTimeout(timer);
    // Nobody reads on: what still comes is not wanted.
    reader.cancel().catch(() => undefined);
  }
}

async function collect(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  { limit, takeRoom }: BodyReading,
): Promise<Uint8Array | BodyFailure> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return chunks.length === 1 ? chunks[0]! : join(chunks, size);
    size += value.byteLength;
    if (size > limit) return "too_large";
    if (takeRoom !== undefined && !takeRoom(value.byteLength)) return "no_room";
    chunks.push(value);
  }
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size);
  let offset = 0;
  for (const chunk of chunks) {
    whole.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return whole;
}
