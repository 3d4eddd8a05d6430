import { io, type Socket } from "socket.io-client";

import type { OpenBoardClient } from "./watchers.ts";

/** Each watch is a client of its own: with a connection, over which it joins the channel of its note. */
export const openFeathersClient: OpenBoardClient = async (port) => {
  const editor = await connect(port);
  return {
    async watch(id, onChange) {
      const socket = await connect(port);
      await call(socket, "create", "watching", { id });
      socket.on("notes patched", onChange);
      return () => void socket.disconnect();
    },
    edit: (id, body) => call(editor, "patch", "notes", id, { body }),
    close: () => void editor.disconnect(),
  };
};

async function connect(port: number): Promise<Socket> {
  const socket = io(`http://127.0.0.1:${port}`, { transports: ["websocket"], forceNew: true });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("connect", resolve);
  socket.once("connect_error", reject);
  await promise;
  return socket;
}

async function call(socket: Socket, method: string, ...given: readonly unknown[]): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.emit(method, ...given, (error: Error | null) => {
    if (error === null) resolve();
    else reject(new Error(error.message));
  });
  await promise;
}
