import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { SiteMiddleware } from "servery/node";

/** As its package publishes it for pages without a bundler. */
const library = new URL(
  "../../../../node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js",
  import.meta.url,
);

/** A page with the browser's library and what a front-end does with it. */
export function createPasskeyPage(): SiteMiddleware {
  return {
    middleware: () => async (request, response, next) => {
      const body = await toBody(request.url ?? "");
      if (body === undefined) return next();
      const type = request.url === "/" ? "text/html" : "text/javascript";
      response.writeHead(200, { "content-type": type }).end(body);
    },
  };
}

async function toBody(path: string): Promise<string | undefined> {
  if (path === "/") return html;
  return path === "/webauthn.js" ? readFile(library, "utf8") : undefined;
}

const html = `<!doctype html><script src="/webauthn.js"></script><script>
const { startRegistration, startAuthentication } = SimpleWebAuthnBrowser;
async function call(path, json, method = "POST") {
  const headers = { "servery-csrf": "1", ...(json && { "content-type": "application/json" }) };
  const response = await fetch(path, { method, headers, body: json && JSON.stringify(json) });
  const text = await response.text();
  return { status: response.status, json: text === "" ? null : JSON.parse(text) };
}
async function register(name) {
  const { json: { challenge, options } } = await call("/auth/passkeys/registration-options");
  const response = await startRegistration({ optionsJSON: options });
  return call("/auth/passkeys", { challenge, response, name });
}
async function assertion(change = {}) {
  const { json: { challenge, options } } = await call("/auth/passkeys/sign-in-options");
  const optionsJSON = { ...options, ...change };
  return { challenge, response: await startAuthentication({ optionsJSON }) };
}
async function signIn(change) {
  return call("/auth/passkeys/sign-in", await assertion(change));
}
</script>`;

/** A port that was free a moment ago: passkeys have to know theirs before the service is made. */
export async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => void server.listen(0, "localhost", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
