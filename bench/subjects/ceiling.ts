import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

const answer = Buffer.from(
  `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}`,
);

/**
 * No server at all: a socket that answers whatever arrives with the same bytes. What the load
 * generator reaches here is the most that it can measure.
 */
export async function startCeiling(): Promise<{ port: number }> {
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on("data", () => socket.write(answer));
    socket.on("error", () => socket.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port };
}
