import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

import { expect, it } from "vitest";

import { openConnection } from "./connection.ts";

const answers = {
  "with a length": "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
  "in chunks": "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  "without a body": "HTTP/1.1 304 Not Modified\r\netag: x\r\n\r\n",
};

it.each(Object.entries(answers))(
  "counts an answer %s once, however it arrives",
  async (_, answer) => {
    const server = createServer({ noDelay: true }, async (socket) => {
      socket.resume();
      for (const character of answer) {
        socket.write(character);
        await new Promise<void>((resolve) => void setImmediate(resolve));
      }
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const statuses: number[] = [];
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const { port } = server.address() as AddressInfo;
    const connection = await openConnection(
      port,
      (status) => {
        statuses.push(status);
        resolve();
      },
      reject,
    );
    connection.send("GET / HTTP/1.1\r\n\r\n");
    await promise;
    connection.close();
    server.close();
    await once(server, "close");
    expect(statuses).toEqual([Number(answer.slice(9, 12))]);
  },
);
