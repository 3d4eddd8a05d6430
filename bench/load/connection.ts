import { connect } from "node:net";

/** A connection that has one request at a time under way. */
export interface Connection {
  /** Sends the bytes of one whole request. */
  send(request: string): void;
  close(): void;
}

/** What is kept of an answer. `body` is a view of a buffer that the next answer overwrites. */
export type OnAnswer = (status: number, head: string, body: Buffer) => void;

const headEnd = Buffer.from("\r\n\r\n");
const contentLength = /\r\ncontent-length: *(\d+)/i;
const lastChunk = Buffer.from("0\r\n\r\n");

/**
 * HTTP/1.1 over a raw socket, and no more of it than the subjects speak: a general client would cost
 * more than the servers that it measures.
 */
export async function openConnection(
  port: number,
  onAnswer: OnAnswer,
  onFailure: (error: Error) => void,
): Promise<Connection> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const buffer = Buffer.allocUnsafe(64 * 1024);
  let rest: Buffer | undefined;
  const socket = connect({
    port,
    host: "127.0.0.1",
    noDelay: true,
    onread: {
      buffer,
      callback(size) {
        const arrived = buffer.subarray(0, size);
        const all = rest === undefined ? arrived : Buffer.concat([rest, arrived]);
        const answer = parseAnswer(all);
        rest = answer === undefined ? Buffer.from(all) : undefined;
        if (answer !== undefined) onAnswer(answer.status, answer.head, answer.body);
        return true;
      },
    },
  });
  socket.on("connect", resolve);
  socket.on("error", onFailure);
  await promise;
  return {
    send: (request) => void socket.write(request, "latin1"),
    close: () => void socket.destroy(),
  };
}

function parseAnswer(bytes: Buffer): { status: number; head: string; body: Buffer } | undefined {
  const end = bytes.indexOf(headEnd);
  if (end === -1) return undefined;
  const status = (bytes[9]! - 48) * 100 + (bytes[10]! - 48) * 10 + bytes[11]! - 48;
  const head = bytes.toString("latin1", 0, end);
  const body = bytes.subarray(end + headEnd.length);
  if (status === 304 || status === 204) return { status, head, body };
  const length = contentLength.exec(head);
  const isWhole =
    length === null
      ? body.subarray(-lastChunk.length).equals(lastChunk)
      : body.length >= Number(length[1]);
  return isWhole ? { status, head, body } : undefined;
}
