import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, readdirSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { drawCanaries } from "../../src/check/canary/draw-canaries.ts";
import { createApp } from "../app.ts";

// Holds whoever asks until it is gone.
const server = createServer(() => {});

beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});
afterAll(() => void server.close());

test("a check that is ended leaves no build running, and none of what it has made", async () => {
  const { port } = server.address() as AddressInfo;
  const app = createApp({
    "index.html": "<!doctype html>",
    "vite.config.js": `await fetch("http://127.0.0.1:${port}/" + process.env.ENDED_BY);\nexport default {};`,
  });
  const temporary = join(app.folder, "temporary");
  mkdirSync(temporary);
  // One of them can clean up nothing by itself.
  const endings = ["SIGINT", "SIGTERM", "SIGKILL"] as const;
  const asking = new Map<string, Promise<unknown>>();
  const allAsk = new Promise<void>((resolve) => {
    server.on("request", (request: IncomingMessage) => {
      asking.set(request.url!, once(request.socket, "close"));
      if (asking.size === endings.length) resolve();
    });
  });
  const checks = endings.map((ending) =>
    app.start(["check", "--only", "canary"], { TMPDIR: temporary, ENDED_BY: ending }),
  );
  const tooSoon = checks.map(async (check) => {
    await check.exited();
    throw new Error(`It ended before it built: ${check.output()}`);
  });
  await Promise.race([allAsk, ...tooSoon]);
  const left = () => readdirSync(temporary).filter((name) => name.startsWith("servery-canary-"));
  expect(left()).toHaveLength(endings.length);
  for (const [index, ending] of endings.entries()) checks[index]!.child.kill(ending);
  await Promise.all(checks.map((check) => check.exited()));
  await Promise.all(asking.values());
  expect(checks.map(({ child }) => child.signalCode)).toEqual(endings);
  expect(left()).toEqual([]);
}, 60_000);

test.each([
  ["rsa", generateKeyPairSync("rsa", { modulusLength: 2048 })],
  ["ec", generateKeyPairSync("ec", { namedCurve: "P-384" })],
  ["ed25519", generateKeyPairSync("ed25519")],
])("a canary of a key is another such key, however it is written: %s", (type, { privateKey }) => {
  const key = { ...privateKey.export({ format: "jwk" }), kid: "the-first" };
  const pem = String(privateKey.export({ format: "pem", type: "pkcs8" }));
  const values = [JSON.stringify(key), pem, btoa(pem), btoa(JSON.stringify(key))];
  const { canaries, poor } = drawCanaries(values.map((value, at) => ({ name: `K${at}`, value })));
  const [web = "", envelope = "", wrapped = "", wrappedWeb = ""] = canaries.map(
    ({ value }) => value,
  );
  for (const drawn of [web, atob(wrappedWeb)]) {
    const other = JSON.parse(drawn) as typeof key;
    expect([other.kid, other.d === key.d]).toEqual(["the-first", false]);
    // The parts fit each other, or it is refused.
    const read = createPrivateKey({ key: other, format: "jwk" });
    expect(read.asymmetricKeyType).toBe(type);
  }
  for (const drawn of [envelope, atob(wrapped)]) {
    expect(createPrivateKey(drawn).asymmetricKeyType).toBe(type);
    expect(drawn).not.toContain(pem.split("\n")[1]);
  }
  expect(poor).toEqual([]);
});
