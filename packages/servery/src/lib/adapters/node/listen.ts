import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

import { ServeryError } from "../../base/servery-error.ts";

/**
 * Starts to accept connections, and returns the address as a URL.
 * @throws ServeryError `port_in_use`, `port_forbidden` or `host_unknown`, saying what to do.
 */
export async function listen(server: Server, port: number, host: string): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => reject(toListenError(error, port, host));
    server.once("error", onError);
    server.listen({ port, host }, () => {
      server.off("error", onError);
      resolve();
    });
  });
  const scheme = "setSecureContext" in server ? "https" : "http";
  return `${scheme}://${toAuthority(server.address() as AddressInfo, host)}`;
}

function toAuthority({ port }: AddressInfo, host: string): string {
  const anywhere = host === "0.0.0.0" || host === "::" || host === "127.0.0.1" || host === "::1";
  const name = anywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `${name}:${port}`;
}

function toListenError(error: NodeJS.ErrnoException, port: number, host: string): Error {
  const make = (code: string, message: string) => new ServeryError(code, message, { cause: error });
  switch (error.code) {
    case "EADDRINUSE":
      return make(
        "port_in_use",
        `Port ${port} of ${host} is taken by another program. Stop that one, or choose another port: PORT=${port === 65535 ? port - 1 : port + 1}, or { port } in serve().`,
      );
    case "EACCES":
      return make(
        "port_forbidden",
        `This user may not listen on port ${port}. Choose one above 1023: PORT=4000, or { port } in serve().`,
      );
    case "EADDRNOTAVAIL":
    case "ENOTFOUND":
      return make(
        "host_unknown",
        `This machine has no address "${host}" to listen on. Use HOST=127.0.0.1 for this machine alone, or HOST=0.0.0.0 for every network it is in.`,
      );
    default:
      return error;
  }
}
