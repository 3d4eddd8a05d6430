import { outbox } from "servery/mail";
import type { ServiceSettings } from "servery/server";
import { describe, expect, test, vi } from "vitest";

import { askRaw, clubMigrations, serveClub } from "./outbox-service.fixture.ts";

const path = "/_servery/outbox";
const password = "correct horse battery staple";
const origin = "http://localhost:4000";

interface Mails {
  readonly items: readonly {
    readonly to: string;
    readonly text: string;
    readonly number: number;
  }[];
}

async function readMails(url: string): Promise<Mails["items"]> {
  const response = await fetch(url + path, { headers: { accept: "application/json" } });
  return ((await response.json()) as Mails).items;
}

describe("the outbox of a service", () => {
  test("shows the mails of a sign-up and a reset, from which one goes on", async () => {
    const { url, post } = await serveClub();
    expect(await readMails(url)).toEqual([]);
    const email = "ann@example.com";
    const { attempt } = (await (await post("sign-up", { email, password })).json()) as {
      attempt: string;
    };
    await vi.waitFor(async () => expect(await readMails(url)).toHaveLength(1), 5000);
    const [mail] = await readMails(url);
    const code = /^ {4}(\d{8})$/m.exec(mail!.text)![1];
    expect(mail!.to).toBe(email);
    expect((await post("verify-email", { attempt, code })).status).toBe(200);

    await post("request-password-reset", { email });
    await vi.waitFor(async () => expect((await readMails(url)).length).toBeGreaterThan(1), 5000);
    const page = await (await fetch(url + path)).text();
    const [, token] = /<a href="http:\/\/localhost:4000\/reset-password#([\w-]+)">/.exec(page)!;
    const newPassword = `${password} again`;
    expect((await post("reset-password", { token, newPassword })).status).toBe(204);
  });

  test("gets no mail for an address without an account, though the answer is the same", async () => {
    const { url, post, service } = await serveClub();
    const answer = await post("request-password-reset", { email: "nobody@example.com" });
    expect([answer.status, await answer.json()]).toEqual([202, { sent: true }]);
    await service.close();
    expect(answer.headers.get("set-cookie")).toBeNull();
    expect(url).toMatch(/^http:/);
  });

  test("is a page that runs nothing, loads nothing from elsewhere and is kept nowhere", async () => {
    const { url } = await serveClub({ cors: { origins: ["https://other.example"] } });
    const headers = { origin: "https://other.example" };
    const page = await fetch(url + path, { headers });
    expect(Object.fromEntries(page.headers)).toMatchObject({
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy": expect.stringMatching(
        /^default-src 'none';.*frame-ancestors 'none'$/,
      ),
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
    });
    expect(page.headers.has("access-control-allow-origin")).toBe(false);
    const text = await page.text();
    expect(text).toContain("<h1>Outbox of The &#60;Club&#62; &#38; Co</h1>");
    expect(text).not.toMatch(/<script| on\w+=/);
  });

  test.each([
    ["127.0.0.1:4000", 200],
    ["localhost", 200],
    ["LOCALHOST:80", 200],
    ["club.localhost:4000", 200],
    ["[::1]:4000", 200],
    ["rebound.example:4000", 404],
    ["localhost.evil.example", 404],
    ["evil.example#localhost", 404],
    ["127.0.0.1.nip.example", 404],
    ["192.168.0.7:4000", 404],
  ])("answers to the host %j with %i", async (host, status) => {
    const { url } = await serveClub();
    for (const each of [path, `${path}/style.css`])
      expect((await askRaw(url, each, { host })).status).toBe(status);
  });

  test.each(["x-forwarded-for", "forwarded", "via", "x-real-ip", "x-forwarded-host"])(
    "is not there for what came through a proxy: %s",
    async (name) => {
      const { url } = await serveClub();
      const { status, text } = await askRaw(url, path, { host: "localhost", [name]: "127.0.0.1" });
      expect([status, JSON.parse(text).code]).toEqual([404, "route_not_found"]);
    },
  );

  test("is in production only where it says so, and not at all where mails are sent", async () => {
    const production = { mode: "production", migrations: clubMigrations() } as const;
    const sent = { origin, mailFrom: "club@club.example", mailer: { send: async () => {} } };
    const statusOf = async (settings: ServiceSettings) =>
      (await fetch((await serveClub(settings)).url + path)).status;
    expect(await statusOf({ identity: sent })).toBe(404);
    expect(await statusOf({ ...production, identity: { origin, mailer: outbox() } })).toBe(404);
    const open = { origin, mailer: outbox({ public: true }) };
    expect(await statusOf({ ...production, identity: open })).toBe(200);
  });

  test("shows one mail's HTML apart, and nothing at a number that there is not", async () => {
    const { url, post } = await serveClub();
    await post("sign-up", { email: "ann@example.com", password });
    await vi.waitFor(async () => expect(await readMails(url)).toHaveLength(1), 5000);
    const mail = await fetch(`${url}${path}/1`);
    expect(mail.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
    expect(await mail.text()).toContain("Type this code");
    for (const number of ["2", "0", "-1", "x", "1e0", "01", "%2e%2e"])
      expect((await fetch(`${url}${path}/${number}`)).status).toBe(404);
  });
});
