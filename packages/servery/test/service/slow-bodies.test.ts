import { contract, mutation, query } from "servery";
import { serve } from "servery/node";
import { createService, type ServiceLimits, silentLog } from "servery/server";
import { describe, expect, onTestFinished, test } from "vitest";
import * as z from "zod";

import { connectRaw } from "../../src/lib/adapters/node/raw-http.fixture.ts";

const ok = z.object({ length: z.int() });
const input = z.object({ text: z.string() });
const mailbox = contract({
  name: "mailbox",
  operations: {
    count: query({ path: "/letters", access: "public", output: ok }),
    send: mutation({ path: "/letters", access: "public", input, output: ok }),
  },
});

async function serveMailbox(limits: Partial<ServiceLimits>) {
  const service = createService(mailbox, {
    handlers: {
      count: () => ({ length: 0 }),
      send: ({ input: { text } }) => ({ length: text.length }),
    },
    log: silentLog,
    mode: "production",
    limits,
  });
  const served = await serve(service, { port: 0, signals: false, log: silentLog });
  onTestFinished(async () => {
    served.server.closeAllConnections();
    await served.close();
  });
  /** Sends the head of a letter, and of its body the first bytes. */
  const begin = async (length: number, sent: number) => {
    const connection = await connectRaw(served.url);
    const body = JSON.stringify({ text: "x".repeat(length) });
    connection.send(
      `POST /letters HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, sent)}`,
    );
    return { ...connection, finish: () => connection.send(body.slice(sent)) };
  };
  return { service, url: served.url, begin };
}

describe("slow senders", () => {
  test("do not keep out those who send all at once, and are answered once they have sent", async () => {
    const { service, url, begin } = await serveMailbox({ concurrentRequests: 4 });
    const slow = await Promise.all(Array.from({ length: 50 }, () => begin(10, 3)));
    await expect.poll(() => service.status().active).toBe(50);
    expect((await fetch(`${url}/letters`)).status).toBe(200);
    const sent = { method: "POST", body: JSON.stringify({ text: "abc" }) };
    const headers = { "content-type": "application/json" };
    expect(await (await fetch(`${url}/letters`, { ...sent, headers })).json()).toEqual({
      length: 3,
    });
    slow[0]!.finish();
    expect(await slow[0]!.until(/"length":10/)).toMatch(/^HTTP\/1\.1 200 /);
    expect(service.status().active).toBe(49);
  });

  test("share the room for bodies, which is free again when they have gone", async () => {
    const { service, begin } = await serveMailbox({ bufferedBodyBytes: 50_000 });
    const first = await begin(40_000, 20_000);
    const second = await begin(40_000, 20_000);
    await expect.poll(() => service.status().active).toBe(2);
    // What is only announced takes no room.
    const announced = await begin(40_000, 1);
    await expect.poll(() => service.status().active).toBe(3);
    const third = await begin(40_000, 20_000);
    const refused = await third.closed();
    expect(refused).toMatch(/^HTTP\/1\.1 503 /);
    expect(refused).toMatch(/retry-after: 1\r\n/);
    expect(refused).toMatch(/"code":"overloaded"/);
    first.socket.destroy();
    second.socket.destroy();
    await expect.poll(() => service.status().active).toBe(1);
    announced.finish();
    expect(await announced.until(/"length":40000/)).toMatch(/^HTTP\/1\.1 200 /);
  });

  test("count with what their chunks cost, however small these are", async () => {
    const { begin, url } = await serveMailbox({ bufferedBodyBytes: 50_000 });
    const other = await begin(10, 3);
    const connection = await connectRaw(url);
    const chunks = "1\r\nx\r\n".repeat(1000);
    connection.send(
      `POST /letters HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
    );
    expect(await connection.until(/overloaded/)).toMatch(/^HTTP\/1\.1 503 /);
    other.finish();
    expect(await other.until(/"length":10/)).toMatch(/^HTTP\/1\.1 200 /);
  });
});

test("a body of its own size always has room when it is alone", async () => {
  const { begin } = await serveMailbox({ bufferedBodyBytes: 10 });
  const letter = await begin(40_000, 20_000);
  letter.finish();
  expect(await letter.until(/"length":40000/)).toMatch(/^HTTP\/1\.1 200 /);
});
