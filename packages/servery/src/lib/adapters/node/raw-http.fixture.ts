import { connect, type Socket } from "node:net";

/** A raw connection to a server, and what came back on it. */
export interface RawConnection {
  readonly socket: Socket;
  send(bytes: string): void;
  /** What has come so far. */
  received(): string;
  /** Waits until what has come matches. */
  until(pattern: RegExp): Promise<string>;
  /** Waits until the server has closed the connection, and returns all that came. */
  closed(): Promise<string>;
}

/** Opens a connection that says only what it is told. */
export async function connectRaw(url: string): Promise<RawConnection> {
  const { hostname, port } = new URL(url);
  const socket = connect({
    port: Number(port),
    host: hostname === "localhost" ? "127.0.0.1" : hostname,
  });
  let text = "";
  socket.on("data", (chunk) => (text += chunk.toString("latin1")));
  socket.on("error", () => {});
  const closed = new Promise<string>((resolve) => socket.once("close", () => resolve(text)));
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  return {
    socket,
    send: (bytes) => void socket.write(bytes, "latin1"),
    received: () => text,
    until: (pattern) =>
      new Promise((resolve, reject) => {
        const check = () => void (pattern.test(text) && resolve(text));
        socket.on("data", check).once("close", () => reject(new Error(`Closed after: ${text}`)));
        check();
      }),
    closed: () => closed,
  };
}

/** The answers on a connection: status, headers and body of each. */
export function parseAnswers(text: string): { status: number; head: string; body: string }[] {
  const answers = [];
  let rest = text;
  while (rest !== "") {
    const end = rest.indexOf("\r\n\r\n");
    const head = rest.slice(0, end);
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
    answers.push({
      status: Number(head.slice(9, 12)),
      head,
      body: rest.slice(end + 4, end + 4 + length),
    });
    rest = rest.slice(end + 4 + length);
  }
  return answers;
}
