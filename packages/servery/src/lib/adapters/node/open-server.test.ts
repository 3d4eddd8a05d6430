import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { get } from "node:https";
import { connect } from "node:net";
import { rootCertificates } from "node:tls";

import { generate } from "selfsigned";
import { expect, test } from "vitest";

import { openServer } from "./open-server.ts";
import { serveOnce, text } from "./served.fixture.ts";

const localhost = { type: 2, value: "localhost" } as const;
const extensions = [{ name: "subjectAltName" as const, altNames: [localhost] }];
const makeCertificate = async () => {
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    extensions,
  });
  return { key, cert };
};

async function read(url: string, ca: readonly string[]): Promise<string> {
  const request = get(url, { ca: [...ca], agent: false });
  const [response] = await once(request, "response");
  let body = "";
  for await (const chunk of response) body += String(chunk);
  return body;
}

test("with a certificate a service answers by HTTPS alone, to those who trust it", async () => {
  const tls = await makeCertificate();
  const { url } = await serveOnce(({ target }) => text(`you asked for ${target}`), { tls });
  expect(url).toMatch(/^https:\/\/localhost:\d+$/);
  expect(await read(`${url}/records`, [tls.cert])).toBe("you asked for /records");
  await expect(read(`${url}/records`, rootCertificates)).rejects.toThrow(/self-signed/);
  await expect(fetch(`${url.replace("https:", "http:")}/records`)).rejects.toThrow("fetch failed");
});

test("bytes that are no handshake end their connection only", async () => {
  const tls = await makeCertificate();
  const { url } = await serveOnce(() => text("still here"), { tls });
  const socket = connect(Number(new URL(url).port), "127.0.0.1").on("error", () => {});
  socket.write("GET / HTTP/1.1\r\n\r\n");
  await once(socket.resume(), "close");
  expect(await read(url, [tls.cert])).toBe("still here");
});

test("a key and a certificate that do not belong together are refused with a sentence", async () => {
  const [one, other] = await Promise.all([makeCertificate(), makeCertificate()]);
  const open = (tls: { key: string; cert: string }) => () => openServer({}, tls);
  expect(open({ key: one.key, cert: other.cert })).toThrow(/cannot be used.*Give both as PEM/);
  expect(open({ key: "no key", cert: one.cert })).toThrow(/cannot be used/);
});

test("a server is started without the client of HTTP that node:http holds", () => {
  const script = `
    await import(${JSON.stringify(new URL("serve.ts", import.meta.url).href)});
    console.log(process.moduleLoadList.filter((name) => name.includes("undici")).join());
  `;
  const { stdout, status } = spawnSync(process.execPath, ["--input-type=module", "-e", script]);
  expect(status).toBe(0);
  expect(stdout.toString().trim()).toBe("");
});
