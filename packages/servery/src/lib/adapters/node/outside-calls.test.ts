import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, get } from "node:http";
import { get as getSecurely } from "node:https";
import { connect as connectHttp2 } from "node:http2";
import { type AddressInfo, connect, Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { setImmediate as nextTurn } from "node:timers/promises";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { guardOutsideCalls } from "./outside-calls.ts";

const server = createServer((_request, response) => void response.end("outside"));
let port = 0;
let url = "";

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  ({ port } = server.address() as AddressInfo);
  url = `http://127.0.0.1:${port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const network = "a network connection";

/** Every way out, and what is told of it. `URL` stands for the server's own. */
const ways: readonly [name: string, told: string, call: () => unknown][] = [
  ["fetch", "GET URL/a", () => fetch(`${url}/a?key=secret`).then((answer) => answer.text())],
  ["fetch on a kept connection", "POST URL/b", () => fetch(`${url}/b`, { method: "POST" })],
  ["http", "GET URL/c", () => once(get(`${url}/c?key=secret`), "response")],
  [
    "https",
    "GET https:URL/d",
    () => once(getSecurely(`${url.replace("http:", "https:")}/d`), "error"),
  ],
  [
    "a web socket",
    "GET URL/e",
    () => once(new WebSocket(`${url.replace("http:", "ws:")}/e`), "error"),
  ],
  ["net", network, () => once(connect(port, "127.0.0.1"), "connect")],
  ["a socket made first", network, () => once(new Socket().connect(port, "127.0.0.1"), "connect")],
  ["tls", network, () => once(connectTls(port, "127.0.0.1"), "error").catch(() => {})],
  [
    "http2",
    network,
    () =>
      once(
        connectHttp2(url).on("error", () => {}),
        "connect",
      ),
  ],
  ["udp", network, () => createSocket("udp4").close()],
];

describe("an outside call in a guarded run is told of", () => {
  test.each(ways)("by %s", async (_name, told, call) => {
    const calls: string[] = [];
    await guardOutsideCalls(
      async () => {
        await nextTurn();
        await call();
      },
      (target) => calls.push(target),
    );
    expect(calls).toEqual([
      told.replace("https:URL", url.replace("http:", "https:")).replace("URL", url),
    ]);
  });

  test("before the run is over, for the run may be answered then", async () => {
    const calls: string[] = [];
    await guardOutsideCalls(
      async () => {
        await nextTurn();
        connect(port, "127.0.0.1").destroy();
      },
      (target) => calls.push(target),
    );
    expect(calls).toEqual([network]);
    guardOutsideCalls(
      () => connect(port, "127.0.0.1").destroy(),
      (target) => calls.push(target),
    );
    expect(calls).toEqual([network, network]);
  });

  test("also when it happens in what the run has left behind", async () => {
    const calls: string[] = [];
    const left = Promise.withResolvers<unknown>();
    guardOutsideCalls(
      () => void setImmediate(() => left.resolve(fetch(url))),
      (target) => calls.push(target),
    );
    await left.promise;
    expect(calls).toEqual([`GET ${url}/`]);
  });
});

describe("nothing is told of", () => {
  test("outside of a guarded run, beside one", async () => {
    const calls: string[] = [];
    const inside = guardOutsideCalls(
      () => nextTurn("inside"),
      (target) => calls.push(target),
    );
    await fetch(url);
    expect([await inside, calls]).toEqual(["inside", []]);
  });

  test("another run's calls", async () => {
    const calls: Record<string, string[]> = { one: [], two: [] };
    const run = (name: string) =>
      guardOutsideCalls(
        () => fetch(`${url}/${name}`),
        (target) => calls[name]!.push(target),
      );
    await Promise.all([run("one"), run("two")]);
    expect(calls).toEqual({ one: [`GET ${url}/one`], two: [`GET ${url}/two`] });
  });

  test("a run that throws, but for what it did before", () => {
    const calls: string[] = [];
    const fail = () => {
      connect(port, "127.0.0.1").destroy();
      throw new Error("failed");
    };
    expect(() => guardOutsideCalls(fail, (target) => calls.push(target))).toThrow("failed");
    expect(calls).toEqual([network]);
  });
});
