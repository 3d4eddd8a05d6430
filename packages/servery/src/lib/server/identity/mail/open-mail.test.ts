import { describe, expect, test } from "vitest";

import { createMemoryLog, openTestData } from "../../../../../test/data/fixture.ts";
import { nodePlatform } from "../../../adapters/node/platform.ts";
import { createMailDesk, type MailSettings } from "./open-mail.ts";
import { createOutbox } from "./outbox.ts";
import { mailTables, queueMail } from "./queue.ts";

const pages = { resetPassword: "/reset", invitation: "/invitation" };

function open(settings: MailSettings, mode: "dev" | "production" = "dev") {
  const log = createMemoryLog();
  const origin = "https://shop.example";
  return {
    log,
    desk: createMailDesk(settings, { mode, log, service: "Shop: <1>", origin, pages }),
  };
}

/** Queues a mail, and sends what is due. */
async function sendOne(desk: ReturnType<typeof open>["desk"]) {
  await using opened = await openTestData({}, { systemTables: mailTables });
  const { data, clock } = opened;
  const worker = desk.start({ data, platform: { ...nodePlatform, ...clock } });
  const now = clock.now();
  await data.write({
    operation: "test",
    run: async (_db, ledger) =>
      queueMail(ledger, { to: "a@b.example", kind: "reset_password", data: { token: "t/1" }, now }),
  });
  await worker.sendDue();
  await worker.close();
  return data.system.all("SELECT * FROM servery_mail").length;
}

describe("the mail of a service", () => {
  test("stays in an outbox in dev, and the log says where it can be read, but not what it says", async () => {
    const { desk, log } = open({});
    expect(await sendOne(desk)).toBe(0);
    const [mail] = desk.outbox!.mails();
    expect(mail).toMatchObject({ from: "Shop 1 <service@localhost>", to: "a@b.example" });
    expect(mail!.text).toContain("https://shop.example/reset#t%2F1\n");
    const lines = log.lines.map(({ message }) => message);
    expect(lines).toContain(
      'Mail "Choose a new password for Shop: <1>": https://shop.example/_servery/outbox',
    );
    expect(JSON.stringify(log.lines)).not.toContain("t%2F1");
  });

  test("needs a mailer in production, and a sender wherever mails really leave", () => {
    const mailer = { send: async () => {} };
    expect(() => open({}, "production")).toThrow(/no mailer.*smtp\(/);
    expect(() => open({ mailer }, "production")).toThrow("`identity.mailFrom` is missing");
    expect(() => open({ mailer })).toThrow("`identity.mailFrom` is missing");
    const mailFrom = "a@b.example\r\nBcc: c@d.example";
    expect(() => open({ mailer, mailFrom })).toThrow(
      /"a@b\.example\\r\\nBcc.*must be the one sender/,
    );
    expect(() => open({ mailer: createOutbox({ public: true }) }, "production")).not.toThrow();
  });

  test("is left to another process, which is not taken a mail from", async () => {
    const { desk } = open({ mailer: "elsewhere" }, "production");
    expect(desk.outbox).toBeUndefined();
    expect(desk.link("invitation", "t")).toBe("https://shop.example/invitation#t");
    expect(await sendOne(desk)).toBe(1);
  });
});
