import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { brotliDecompressSync } from "node:zlib";

import { afterAll, describe, expect, test } from "vitest";

import { connectRaw, parseAnswers } from "./raw-http.fixture.ts";
import { serveOnce, text } from "./served.fixture.ts";
import type { SiteDirectory } from "./site.ts";

const root = mkdtempSync(join(tmpdir(), "servery-site-"));
const directory = join(root, "dist");
const inline = "document.documentElement.dataset.theme = 'dark'";
const page = `<!doctype html><script>${inline}</script><script type="module" src="/assets/index-Ab3dE_-9.js"></script>`;
const script = `console.log("${"record ".repeat(500)}")`;

function write(name: string, content: string): void {
  mkdirSync(dirname(join(root, name)), { recursive: true });
  writeFileSync(join(root, name), content);
}

write("dist/index.html", page);
write("dist/about.html", "about");
write("dist/help/index.html", "help");
write("dist/assets/index-Ab3dE_-9.js", script);
write("dist/assets/site-carousel.svg", "<svg/>");
write("dist/plain.js", "plain");
write("dist/with space & ä.txt", "odd name");
write("dist/.env", "SECRET=1");
write("dist/.git/config", "secret");
write("dist/.well-known/security.txt", "Contact: us");
write("dist/film.bin", "");
truncateSync(join(directory, "film.bin"), 9 * 1024 * 1024);
write("secret.txt", "secret");
write("dist-private/secret.txt", "secret");
symlinkSync(join(root, "secret.txt"), join(directory, "link.txt"));
afterAll(() => rmSync(root, { recursive: true }));

const html = { accept: "text/html,application/xhtml+xml,*/*;q=0.8" };

async function serveSite(options: Partial<SiteDirectory> = {}) {
  const handle = ({ method, target }: { method: string; target: string }) =>
    text(`service ${method} ${target}`, 404);
  return serveOnce(handle, { site: { directory, ...options } });
}

describe("a site", () => {
  test.each<
    [method: string, path: string, headers: Record<string, string>, status: number, body: string]
  >([
    ["GET", "/", {}, 200, page],
    ["GET", "/?utm=1", {}, 200, page],
    ["GET", "/index.html", {}, 200, page],
    ["GET", "/about", {}, 200, "about"],
    ["GET", "/help/", {}, 200, "help"],
    ["GET", "/plain.js", {}, 200, "plain"],
    ["GET", "/with%20space%20&%20%C3%A4.txt", {}, 200, "odd name"],
    ["GET", "/.well-known/security.txt", {}, 200, "Contact: us"],
    ["GET", "/cart/124", html, 200, page],
    ["HEAD", "/cart/124", html, 200, ""],
    ["GET", "/cart/124", { accept: "application/json" }, 404, "service GET /cart/124"],
    ["GET", "/assets/gone-Ab3dE_-9.js", html, 404, "service GET /assets/gone-Ab3dE_-9.js"],
    ["POST", "/cart/124", html, 404, "service POST /cart/124"],
    ["GET", "/records", html, 404, "service GET /records"],
    ["GET", "/records/124?a=1", html, 404, "service GET /records/124?a=1"],
    ["DELETE", "/records/124", html, 404, "service DELETE /records/124"],
    ["GET", "/records/124/tracks", html, 200, page],
    ["GET", "/openapi.json", html, 404, "service GET /openapi.json"],
    ["GET", "/healthz", html, 404, "service GET /healthz"],
    ["GET", "/readyz", html, 404, "service GET /readyz"],
    ["GET", "/_servery/x", html, 404, "service GET /_servery/x"],
  ])("answers %s %s with %j by %i", async (method, path, headers, status, body) => {
    const { url } = await serveSite();
    const answer = await fetch(url + path, { method, headers });
    expect([answer.status, await answer.text()]).toEqual([status, body]);
  });

  test.each([
    "/../secret.txt",
    "/assets/../../secret.txt",
    "/%2e%2e/secret.txt",
    "/..%2fsecret.txt",
    "/..%5csecret.txt",
    "/%2e%2e%2f%2e%2e%2fsecret.txt",
    "/%252e%252e/secret.txt",
    "/....//secret.txt",
    "/../dist-private/secret.txt",
    "//secret.txt",
    "/secret.txt%00.html",
    "/%00",
    "/%c0%ae%c0%ae/secret.txt",
    "/%",
    "/file:///etc/passwd",
    "//etc/passwd",
    "/.env",
    "/%2eenv",
    "/.git/config",
    "/link.txt",
  ])("lets nothing out by %s", async (target) => {
    const { url } = await serveSite();
    for (const accept of ["*/*", html.accept]) {
      const raw = await connectRaw(url);
      raw.send(
        `GET ${target} HTTP/1.1\r\nHost: x\r\nAccept: ${accept}\r\nConnection: close\r\n\r\n`,
      );
      const [answer] = parseAnswers(await raw.closed());
      expect([`service GET ${target}`, page]).toContain(answer!.body);
      expect(answer!.body).not.toMatch(/SECRET|secret$|root:/);
    }
  });

  test.each([
    [
      "/assets/index-Ab3dE_-9.js",
      "public, max-age=31536000, immutable",
      "text/javascript; charset=utf-8",
    ],
    ["/assets/site-carousel.svg", "no-cache", "image/svg+xml"],
    ["/plain.js", "no-cache", "text/javascript; charset=utf-8"],
    ["/", "no-cache", "text/html; charset=utf-8"],
    ["/film.bin", "no-cache", "application/octet-stream"],
  ])("lets %s be cached as %s, as %s", async (path, caching, type) => {
    const { url } = await serveSite();
    const { headers } = await fetch(url + path, { method: "HEAD" });
    expect([headers.get("cache-control"), headers.get("content-type")]).toEqual([caching, type]);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("caches other names for good when it is told which", async () => {
    const { url } = await serveSite({ immutable: /^\/plain\.js$/ });
    expect((await fetch(`${url}/plain.js`)).headers.get("cache-control")).toContain("immutable");
    expect((await fetch(`${url}/assets/index-Ab3dE_-9.js`)).headers.get("cache-control")).toBe(
      "no-cache",
    );
  });

  test("answers 304 to who has the file already, by each form's own tag", async () => {
    const { url } = await serveSite();
    const tags = new Set<string>();
    for (const encoding of ["identity", "gzip", "br"]) {
      const ask = (condition: Record<string, string>) =>
        fetch(`${url}/assets/index-Ab3dE_-9.js`, {
          headers: { "accept-encoding": encoding, ...condition },
        });
      const etag = (await ask({})).headers.get("etag")!;
      tags.add(etag);
      expect((await ask({ "if-none-match": `"other", W/${etag}` })).status).toBe(304);
      expect((await ask({ "if-none-match": '"other"' })).status).toBe(200);
    }
    expect(tags.size).toBe(3);
    const large = (await fetch(`${url}/film.bin`, { method: "HEAD" })).headers.get("etag")!;
    expect((await fetch(`${url}/film.bin`, { headers: { "if-none-match": large } })).status).toBe(
      304,
    );
  });

  test.each([
    ["gzip, deflate, br, zstd", "br"],
    ["gzip", "gzip"],
    ["br;q=0, gzip", "gzip"],
    ["identity", undefined],
  ])("compresses for who accepts %s with %s", async (accepted, encoding) => {
    const { url } = await serveSite();
    const raw = await connectRaw(url);
    raw.send(
      `GET /assets/index-Ab3dE_-9.js HTTP/1.1\r\nHost: x\r\nAccept-Encoding: ${accepted}\r\nConnection: close\r\n\r\n`,
    );
    const { head, body } = parseAnswers(await raw.closed())[0]!;
    expect(/content-encoding: (\w+)/.exec(head)?.[1]).toBe(encoding);
    expect(head).toContain("vary: accept-encoding");
    if (encoding === "br")
      expect(brotliDecompressSync(Buffer.from(body, "latin1")).toString()).toBe(script);
  });

  test.each([
    ["/plain.js", "bytes=1-2", 206, "la"],
    ["/plain.js", "bytes=-2", 206, "in"],
    ["/plain.js", "bytes=3-", 206, "in"],
    ["/plain.js", "bytes=0-999", 206, "plain"],
    ["/plain.js", "bytes=9-", 416, ""],
    ["/plain.js", "bytes=-0", 416, ""],
    ["/plain.js", "bytes=3-1", 200, "plain"],
    ["/plain.js", "bytes=0-1,3-4", 200, "plain"],
    ["/plain.js", "lines=1-2", 200, "plain"],
    ["/plain.js", "bytes=-", 200, "plain"],
    ["/film.bin", "bytes=9437183-", 206, "\0"],
    ["/film.bin", "bytes=9437184-", 416, ""],
  ])("sends of %s the range %s by %i", async (path, range, status, body) => {
    const { url } = await serveSite();
    const answer = await fetch(url + path, { headers: { range } });
    expect([answer.status, await answer.text()]).toEqual([status, body]);
  });

  test("sends the whole when the part is of another form", async () => {
    const { url } = await serveSite();
    const headers = { range: "bytes=0-0", "if-range": '"other"' };
    expect(await (await fetch(`${url}/plain.js`, { headers })).text()).toBe("plain");
  });

  test("sends a large file whole, from the disk", async () => {
    const { url } = await serveSite();
    expect(await (await fetch(`${url}/film.bin`)).bytes()).toHaveLength(9 * 1024 * 1024);
  });

  test("cuts the caller off when a large file has become shorter since it was listed", async () => {
    write("dist/short.bin", "");
    truncateSync(join(directory, "short.bin"), 9 * 1024 * 1024);
    const { url } = await serveSite();
    truncateSync(join(directory, "short.bin"), 1024);
    const raw = await connectRaw(url);
    raw.send("GET /short.bin HTTP/1.1\r\nHost: x\r\n\r\n");
    const received = await raw.closed();
    expect(received).toMatch(/content-length: 9437184/i);
    expect(received.length).toBeLessThan(9_437_184);
    rmSync(join(directory, "short.bin"));
  });

  test("holds its pages to its own origin, and to the scripts that were built into them", async () => {
    const { url } = await serveSite();
    const policy = (await fetch(`${url}/`)).headers.get("content-security-policy")!;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(inline));
    expect(policy).toContain(
      `script-src 'self' 'sha256-${Buffer.from(digest).toString("base64")}';`,
    );
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain("unsafe");
    expect((await fetch(`${url}/plain.js`)).headers.has("content-security-policy")).toBe(false);
  });

  test.each([
    ["default-src *", "default-src *"],
    [false as const, null],
  ])("with the policy %j sends %j", async (contentSecurityPolicy, expected) => {
    const { url } = await serveSite({ contentSecurityPolicy });
    expect((await fetch(`${url}/`)).headers.get("content-security-policy")).toBe(expected);
  });

  test("goes on without a file that has gone since the start", async () => {
    write("dist/passing.js", "here");
    const { url } = await serveSite();
    rmSync(join(directory, "passing.js"));
    expect((await fetch(`${url}/passing.js`)).status).toBe(404);
    write("dist/passing.bin", "");
    truncateSync(join(directory, "passing.bin"), 9 * 1024 * 1024);
    const second = await serveSite();
    rmSync(join(directory, "passing.bin"));
    await expect(
      fetch(`${second.url}/passing.bin`).then((answer) => answer.text()),
    ).rejects.toThrow();
    expect((await fetch(`${second.url}/plain.js`)).status).toBe(200);
  });

  test("that was not built is refused with what to do", async () => {
    await expect(serveSite({ directory: join(root, "nowhere") })).rejects.toThrow(
      /nowhere.*Build the front-end first/,
    );
  });
});

test("a development server's middleware answers what is not the service's, and gets the server", async () => {
  const { url, server } = await serveOnce(({ target }) => text(`service ${target}`), {
    site: {
      middleware: (given) => (request, response, next) => {
        if (request.url === "/src/main.ts") response.end(String(given === server));
        else next();
      },
    },
  });
  const read = async (path: string) => (await fetch(url + path, { headers: html })).text();
  expect(await read("/src/main.ts")).toBe("true");
  expect(await read("/records/1")).toBe("service /records/1");
  expect(await read("/other")).toBe("service /other");
});
