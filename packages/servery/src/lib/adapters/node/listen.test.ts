import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { describe, expect, test } from "vitest";

import { listen } from "./listen.ts";

describe("listening", () => {
  test.each([
    ["127.0.0.1", "localhost"],
    ["0.0.0.0", "localhost"],
    ["127.0.0.2", "127.0.0.2"],
  ])("on %s is told as http://%s", async (host, name) => {
    const server = createServer();
    const url = await listen(server, 0, host);
    const { port } = server.address() as AddressInfo;
    server.close();
    expect(url).toBe(`http://${name}:${port}`);
  });

  test("on a port that is taken says which, and what to do", async () => {
    const first = createServer().listen(0, "127.0.0.1");
    await once(first, "listening");
    const { port } = first.address() as AddressInfo;
    await expect(listen(createServer(), port, "127.0.0.1")).rejects.toMatchObject({
      code: "port_in_use",
      message: expect.stringMatching(
        new RegExp(`^Port ${port} of 127\\.0\\.0\\.1 is taken.*PORT=${port + 1}`),
      ),
    });
    first.close();
  });

  test("on an address that is not this machine's says what to use", async () => {
    await expect(listen(createServer(), 0, "203.0.113.7")).rejects.toMatchObject({
      code: "host_unknown",
      message: expect.stringContaining("HOST=0.0.0.0"),
    });
  });
});
