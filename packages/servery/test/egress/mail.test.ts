import { contract, identity } from "servery";
import { createService, secret } from "servery/server";
import { expect, onTestFinished, test } from "vitest";

import { readRows, makeDatabaseFile } from "../access/stored-rows.ts";
import { createMemoryLog } from "../data/fixture.ts";
import { expectNoSecret, value, writings } from "./writings.ts";

const club = contract({ name: "club", operations: { ...identity() } });

/** A club whose mails say what they are told to. */
async function openClub(words: string) {
  const database = makeDatabaseFile();
  const log = createMemoryLog();
  const sent: object[] = [];
  const settled = Promise.withResolvers<void>();
  const service = createService(club, {
    handlers: {},
    database,
    log,
    mode: "dev",
    secrets: [secret("KITCHEN_KEY")],
    environment: { KITCHEN_KEY: value },
    identity: {
      origin: "http://localhost:4000",
      mailFrom: "club@example.com",
      mailer: {
        async send(mail) {
          sent.push(mail);
          settled.resolve();
        },
      },
      mailTexts: () => ({ subject: "Welcome", text: "Hello", html: `<p>${words}</p>` }),
    },
  });
  onTestFinished(() => service.close());
  const givenUp = log.error;
  log.error = (fields, message) => {
    givenUp(fields, message);
    if (message === "A mail was given up") settled.resolve();
  };
  const response = await service.fetch(
    new Request("http://localhost:4000/auth/sign-up", {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "servery-csrf": "1",
        host: "localhost:4000",
        origin: "http://localhost:4000",
      },
      body: JSON.stringify({ email: "ada@example.com", password: "correct horse battery staple" }),
    }),
  );
  expect(response.ok, await response.text()).toBe(true);
  await settled.promise;
  return { service, database, log, sent };
}

test("a mail with a secret in it is given up, and told of", async () => {
  for (const writing of ["raw", "HTML", "base64"]) {
    const { service, database, log, sent } = await openClub(writings[writing]!);
    expect(sent).toEqual([]);
    await service.close();
    const [event] = readRows(
      database,
      "SELECT * FROM servery_security_events WHERE kind = 'secret_leak'",
    );
    expect(event).toMatchObject({ detail: expect.stringContaining("KITCHEN_KEY") });
    expect(event!["detail"]).toContain("a mail");
    expectNoSecret(log.lines, readRows(database, "SELECT * FROM servery_mail"), event);
  }
});

test("a mail without one is sent", async () => {
  const { sent } = await openClub(value.slice(1));
  expect(sent).toHaveLength(1);
});
