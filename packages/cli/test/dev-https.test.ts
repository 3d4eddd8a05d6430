import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { get } from "node:https";
import { networkInterfaces } from "node:os";
import { join } from "node:path";

import { expect, test } from "vitest";

import { type App, createApp } from "./app.ts";

/** An app with a `node_modules` of its own, so that its certificate is its own too. */
function createAppApart(): App & { readonly certificate: string } {
  const app = createApp();
  const modules = join(app.folder, "node_modules");
  const shared = realpathSync(modules);
  unlinkSync(modules);
  mkdirSync(modules);
  for (const name of readdirSync(shared))
    if (!name.startsWith(".")) symlinkSync(join(shared, name), join(modules, name));
  return { ...app, certificate: join(modules, ".cache/servery/dev-certificate.pem") };
}

async function ask(url: string, ca: string, servername = "localhost"): Promise<number | undefined> {
  const [response] = await once(get(url, { ca, servername, agent: false }), "response");
  response.resume();
  return response.statusCode as number;
}

const addresses = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
const outside = addresses.filter(({ internal, family }) => !internal && family === "IPv4");

test("servery dev --https serves HTTPS with a certificate that is kept for its owner alone", async () => {
  const app = createAppApart();
  const first = app.start(["dev", "--https", "--port", "0"]);
  await first.said(/Made a certificate .*dev-certificate\.pem\..*SHA-256 is (?:[0-9A-F]{2}:){31}/);
  const [, url = ""] = await first.said(/is on (https:\/\/localhost:\d+) in/);
  const pem = readFileSync(app.certificate, "utf8");
  const certificate = new X509Certificate(pem);
  expect(await ask(`${url}/api/notes`, certificate.toString())).toBe(200);
  expect(statSync(app.certificate).mode & 0o777).toBe(0o600);
  for (const { address } of outside) expect(certificate.checkIP(address)).toBe(address);
  expect([certificate.checkIP("127.0.0.1"), certificate.ca]).toEqual(["127.0.0.1", false]);
  first.child.kill("SIGINT");
  expect(await first.exited()).toBe(0);

  const second = app.start(["dev", "--https", "--port", "0"]);
  await second.said(/is on https:/);
  expect(second.output()).not.toContain("Made a certificate");
  expect(readFileSync(app.certificate, "utf8")).toBe(pem);
});

test("servery dev --https makes another certificate where the kept one is broken", async () => {
  const app = createAppApart();
  mkdirSync(join(app.certificate, ".."), { recursive: true });
  writeFileSync(app.certificate, "-----BEGIN CERTIFICATE-----\nbroken");
  const running = app.start(["dev", "--https", "--port", "0"]);
  await running.said(/Made a certificate/);
  await running.said(/is on https:/);
});

test.runIf(outside.length > 0)(
  "servery dev --https --host 0.0.0.0 says its addresses, and answers there",
  async () => {
    const app = createAppApart();
    const running = app.start(["dev", "--https", "--host", "0.0.0.0", "--port", "0"]);
    const [, url = ""] = await running.said(/in its networks on (https:\S+)/);
    const certificate = readFileSync(app.certificate, "utf8").replace(/^[^]*(?=-----BEGIN C)/, "");
    expect(await ask(`${url}/api/notes`, certificate, "")).toBe(200);
  },
);
