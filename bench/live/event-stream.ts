import { connect, type Socket } from "node:net";

/** A query, as `POST /_servery/live` takes it. */
export interface Watched {
  readonly q: number;
  readonly operation: string;
  readonly input: unknown;
}

/** A stream of live queries that is open. */
export interface EventStream {
  /** Its name, for `POST /_servery/live/queries`. */
  readonly id: string;
  close(): void;
}

const eventEnd = "\n\n";

/**
 * Opens a stream of live queries on a raw socket, and answers once all of them were confirmed. `onFrame` hears
 * of every frame of a query from then on, as text.
 */
export async function openEventStream(
  port: number,
  queries: readonly Watched[],
  onFrame: (frame: string) => void,
): Promise<EventStream> {
  const { promise, resolve, reject } = Promise.withResolvers<EventStream>();
  const socket = connect({ port, host: "127.0.0.1", noDelay: true });
  let id: string | undefined;
  let missing = queries.length;
  const close = () => void socket.destroy();
  const hear = (data: string) => {
    if (data.startsWith('{"hello"')) id = (JSON.parse(data) as Hello).hello.stream;
    else if (!data.startsWith('{"q"')) return;
    else if (data.includes('"problem"')) reject(new Error(data));
    else if (missing === 0) return onFrame(data);
    else missing--;
    if (missing === 0 && id !== undefined) resolve({ id, close });
  };
  readEvents(socket, hear, reject);
  const body = JSON.stringify({ version: 1, queries });
  socket.write(
    `POST /_servery/live HTTP/1.1\r\nhost: 127.0.0.1\r\naccept: text/event-stream, application/json\r\n` +
      `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  return promise;
}

interface Hello {
  readonly hello: { readonly stream: string };
}

/** Gives out the data of each event. What frames the chunks of the body stands between events, and is passed over. */
function readEvents(
  socket: Socket,
  hear: (data: string) => void,
  onFailure: (error: Error) => void,
): void {
  let rest = "";
  let isHead = true;
  socket.setEncoding("utf8");
  socket.on("error", onFailure);
  socket.on("close", () => onFailure(new Error("The stream has ended.")));
  socket.on("data", (text) => {
    rest += String(text);
    if (isHead) {
      if (!rest.includes("\r\n\r\n")) return;
      if (!rest.startsWith("HTTP/1.1 200")) return onFailure(new Error(rest));
      rest = rest.slice(rest.indexOf("\r\n\r\n") + 4);
      isHead = false;
    }
    for (let end = rest.indexOf(eventEnd); end >= 0; end = rest.indexOf(eventEnd)) {
      const start = rest.indexOf("data: ");
      if (start >= 0 && start < end) hear(rest.slice(start + 6, end));
      rest = rest.slice(end + eventEnd.length);
    }
  });
}
