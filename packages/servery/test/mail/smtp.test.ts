import { createServer } from "node:net";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { smtp } from "servery/mail";
import { secret } from "servery/server";
import { describe, expect, onTestFinished, test } from "vitest";

import { openSecrets } from "../../src/lib/boundary/secrets/open-secrets.ts";
import { createCertificate, startMailServer } from "./mail-server.fixture.ts";

const mail = {
  id: "0123456789abcdef@shop.example",
  date: Date.UTC(2026, 10, 21, 12),
  from: "Bücher & Töne <shop@shop.example>",
  to: "ann@example.com",
  subject: "Your code for Bücher & Töne",
  text: "Type this code: 12345678\n\n.\nA line with a dot\n",
  html: "<p>Type this code: 12345678</p>",
};

const refusal = (responseCode: number, message: string) =>
  Object.assign(new Error(message), { responseCode });

describe("mail by SMTP", () => {
  test("arrives whole, in the clear on this machine, with the id that was given", async () => {
    const { port, received } = await startMailServer();
    await smtp({ host: "127.0.0.1", port }).send(mail);
    expect(received).toMatchObject([
      { from: "shop@shop.example", to: ["ann@example.com"], secure: false },
    ]);
    const { raw } = received[0]!;
    expect(raw).toContain("Message-ID: <0123456789abcdef@shop.example>\r\n");
    expect(raw).toContain("Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n");
    expect(raw).toContain("Auto-Submitted: auto-generated\r\n");
    expect(raw).toContain("Content-Type: text/plain; charset=utf-8");
    expect(raw).toContain("Type this code: 12345678\r\n\r\n.\r\nA line with a dot");
    expect(raw).toContain("<p>Type this code: 12345678</p>");
    expect(raw).not.toMatch(/x-mailer|nodemailer/i);
  });

  test("goes by STARTTLS to a server whose certificate is known, and signs in there", async () => {
    const { key, cert } = await createCertificate();
    const { port, received } = await startMailServer({
      key,
      cert,
      disabledCommands: [],
      authOptional: false,
      onAuth: ({ username, password }, _session, done) =>
        password?.startsWith("sesame") === true
          ? done(null, { user: username })
          : done(new Error("no")),
    });
    const options = { host: "localhost", port, security: "starttls", user: "shop" } as const;
    await smtp({ ...options, ca: cert, password: "sesame" }).send(mail);
    expect(received).toMatchObject([{ secure: true, user: "shop" }]);
    const password = secret("SMTP_PASSWORD");
    const byName = smtp({ ...options, ca: cert, password });
    await expect(byName.send(mail)).rejects.toMatchObject({ code: "secret_closed" });
    const { close } = openSecrets([password], { SMTP_PASSWORD: "sesame-of-the-shop" });
    await byName.send(mail);
    close();
    expect(received.splice(1)).toMatchObject([{ secure: true, user: "shop" }]);
    const wrong = smtp({ ...options, ca: cert, password: "open" }).send(mail);
    await expect(wrong).rejects.toMatchObject({ code: "mail_sign_in_refused" });
    await expect(wrong).rejects.not.toHaveProperty("permanent");
    await expect(wrong).rejects.not.toThrow(/open/);
    const stranger = smtp({ ...options, password: "sesame" }).send(mail);
    await expect(stranger).rejects.toThrow(/cannot be reached: self-signed certificate/);
    expect(received).toHaveLength(1);
  });

  test("goes by TLS from the first byte", async () => {
    const { key, cert } = await createCertificate();
    const { port, received } = await startMailServer({ key, cert, secure: true });
    await smtp({ host: "localhost", port, security: "tls", ca: cert }).send(mail);
    expect(received).toMatchObject([{ secure: true }]);
  });

  test("is not sent at all where STARTTLS was stripped on the way", async () => {
    const { port, received } = await startMailServer();
    const sending = smtp({ host: "localhost", port, security: "starttls" }).send(mail);
    await expect(sending).rejects.toMatchObject({ code: "mail_not_secure" });
    expect(received).toEqual([]);
  });

  test("is put off by 4xx, and refused for good by 5xx, with the server's words", async () => {
    const answers = [refusal(451, "Greylisted, try later"), refusal(550, "No such user here")];
    const { port, received } = await startMailServer({
      onRcptTo: (_address, _session, done) => done(answers.shift() ?? null),
    });
    const mailer = smtp({ host: "127.0.0.1", port });
    const putOff = await mailer.send(mail).catch((error: unknown) => error);
    expect(putOff).toMatchObject({
      code: "mail_refused",
      message: expect.stringContaining("451 Greylisted"),
    });
    expect(putOff).not.toHaveProperty("permanent");
    await expect(mailer.send(mail)).rejects.toMatchObject({
      code: "mail_refused",
      permanent: true,
      message: expect.stringContaining("550 No such user here"),
    });
    await mailer.send(mail);
    expect(received).toHaveLength(1);
  });

  test("is refused for good by its content", async () => {
    const { port } = await startMailServer({
      onData(stream, _session, done) {
        stream.resume().on("end", () => done(refusal(554, "Looks like spam")));
      },
    });
    await expect(smtp({ host: "127.0.0.1", port }).send(mail)).rejects.toMatchObject({
      permanent: true,
    });
  });

  test("can wait for a server that is not there, or says nothing", async () => {
    const silent = createServer(() => {}).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    onTestFinished(() => void silent.close());
    const mute = smtp({ host: "127.0.0.1", port, timeoutMs: 200 }).send(mail);
    await expect(mute).rejects.toMatchObject({ code: "mail_server_unreachable" });
    await new Promise((resolve) => silent.close(resolve));
    const gone = smtp({ host: "127.0.0.1", port }).send(mail);
    await expect(gone).rejects.toMatchObject({ code: "mail_server_unreachable" });
    await expect(gone).rejects.not.toHaveProperty("permanent");
  });

  test.each([
    "ann,eve@example.com",
    "ann@example.com\r\nRCPT TO:<eve@example.com>",
    "<ann@example.com>,eve@example.com",
    '"ann@example.com" eve@example.com',
  ])("goes to nobody where the address is %j", async (to) => {
    const { port, received } = await startMailServer();
    const sending = smtp({ host: "127.0.0.1", port }).send({ ...mail, to });
    await expect(sending).rejects.toMatchObject({ code: "invalid_recipient", permanent: true });
    expect(received).toEqual([]);
  });

  test("has no header that its subject made", async () => {
    const { port, received } = await startMailServer();
    const subject = "Hi\r\nBcc: eve@example.com";
    await smtp({ host: "127.0.0.1", port }).send({ ...mail, subject });
    expect(received).toMatchObject([{ to: ["ann@example.com"] }]);
    expect(received[0]!.raw).not.toMatch(/^Bcc:/m);
  });
});

test.each([
  [{ host: "" }, "`host` must be a name"],
  [{ host: "smtp://x" }, "`host` must be a name"],
  [{ host: "x", port: 0 }, "`port` must be"],
  [{ host: "x", user: "u" }, "belong together"],
  [{ host: "mail.example", user: "u", password: "p", security: "none" as const }, "in the clear"],
])("smtp(%j) is refused at once", (options, expected) => {
  expect(() => smtp(options)).toThrow(expected);
});
