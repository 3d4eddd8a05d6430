import { describe, expect, test } from "vitest";

import { createDocs } from "./docs.ts";
import { toMissingPage } from "./docs-page.ts";
import { serveOnce, shelf, text } from "./served.fixture.ts";

const service = () => text("service", 404);

describe("the reference page", () => {
  test.each([
    ["/docs", "text/html; charset=utf-8", "swagger-ui-bundle.js"],
    ["/docs/", "text/html; charset=utf-8", "swagger-ui-bundle.js"],
    ["/docs?x#y", "text/html; charset=utf-8", "swagger-ui-bundle.js"],
    ["/docs/start.js", "text/javascript; charset=utf-8", "SwaggerUIBundle({"],
    ["/docs/style.css", "text/css; charset=utf-8", "--accent"],
    ["/docs/icon.svg", "image/svg+xml", "<svg"],
    ["/docs/swagger-ui.css", "text/css; charset=utf-8", ".swagger-ui"],
    ["/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8", "SwaggerUIBundle"],
  ])("serves %s as %s", async (path, type, content) => {
    const { url } = await serveOnce(service);
    const answer = await fetch(url + path);
    expect([answer.status, answer.headers.get("content-type")]).toEqual([200, type]);
    expect(answer.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; script-src 'self';/,
    );
    expect(await answer.text()).toContain(content);
  });

  test("names the contract's title as text, not as markup", async () => {
    const { url } = await serveOnce(service);
    const page = await (await fetch(`${url}/docs`)).text();
    expect(page).toContain("<title>The &#60;Shelf&#62; &#38; Co · API reference</title>");
    expect(page).not.toContain("<Shelf>");
  });

  test("asks nobody else for anything", async () => {
    const { url } = await serveOnce(service);
    for (const path of ["/docs", "/docs/start.js", "/docs/style.css"])
      expect(await (await fetch(url + path)).text()).not.toMatch(
        /https?:\/\/(?!www\.w3\.org)|\/\/cdn/,
      );
  });

  test.each([
    ["GET", "/docs/package.json"],
    ["GET", "/docs/../package.json"],
    ["GET", "/docsx"],
  ])("leaves %s %s to the service", async (method, path) => {
    const { url } = await serveOnce(service);
    expect(await (await fetch(url + path, { method })).text()).toBe("service");
  });

  test.each(["POST", "PUT", "DELETE"])("is not to be changed by %s", async (method) => {
    const { url } = await serveOnce(service);
    const answer = await fetch(`${url}/docs`, { method });
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD, OPTIONS"]);
    expect(await answer.json()).toMatchObject({
      type: "urn:problem-type:shelf:method_not_allowed",
      code: "method_not_allowed",
    });
  });

  test("says what it takes", async () => {
    const { url } = await serveOnce(service);
    const answer = await fetch(`${url}/docs`, { method: "OPTIONS" });
    expect([answer.status, answer.headers.get("allow")]).toEqual([204, "GET, HEAD, OPTIONS"]);
  });

  test("can be left out", async () => {
    const { url } = await serveOnce(service, { docs: false });
    expect(await (await fetch(`${url}/docs`)).text()).toBe("service");
  });

  test("is revalidated by its tag", async () => {
    const { url } = await serveOnce(service);
    const first = await fetch(`${url}/docs/swagger-ui.css`);
    const headers = { "if-none-match": first.headers.get("etag")! };
    expect((await fetch(`${url}/docs/swagger-ui.css`, { headers })).status).toBe(304);
  });

  test("without its package says what to install", async () => {
    const site = createDocs(shelf, {
      resolve: () => {
        throw new Error("not installed");
      },
    });
    const { url } = await serveOnce(service, { docs: false, site: { middleware: () => site } });
    const page = await (await fetch(`${url}/docs`)).text();
    expect(page).toBe(toMissingPage(shelf.title));
    expect(page).toContain("npm install swagger-ui-dist");
    expect(page).not.toContain("<script");
    expect((await fetch(`${url}/docs/swagger-ui-bundle.js`)).status).toBe(404);
  });
});
