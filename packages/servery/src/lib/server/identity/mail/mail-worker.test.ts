import { expect, onTestFinished, test } from "vitest";

import { openTestData } from "../../../../../test/data/fixture.ts";
import { nodePlatform } from "../../../adapters/node/platform.ts";
import type { Ledger } from "../../data/data.ts";
import { createMailWorker } from "./mail-worker.ts";
import type { OutgoingMail } from "./mailer.ts";
import { mailTables, type QueuedMail, queueMail } from "./queue.ts";

const minute = 60_000;
const hour = 60 * minute;

const paper = {
  service: "The Shop",
  from: "The Shop <shop@shop.example>",
  link: (kind: string, token: string) => `https://shop.example/${kind}#${token}`,
};

/** A queue, and workers on it as of several processes; `outcomes` says what becomes of each attempt. */
async function openQueue(outcomes: ((mail: OutgoingMail) => Promise<void>)[] = []) {
  const { data, clock, log } = await openTestData({}, { systemTables: mailTables });
  onTestFinished(() => data.close());
  const sent: OutgoingMail[] = [];
  const mailer = {
    async send(mail: OutgoingMail) {
      await outcomes.shift()?.(mail);
      sent.push(mail);
    },
  };
  const platform = { ...nodePlatform, ...clock };
  const open = () => createMailWorker({ data, platform, log, mailer, paper });
  const write = (run: (ledger: Ledger) => void) =>
    data.write({ operation: "test", run: async (_db, ledger) => run(ledger) });
  const queue = (mail: Partial<QueuedMail> = {}) =>
    write((ledger) =>
      queueMail(ledger, {
        to: "ann@example.com",
        kind: "reset_password",
        data: { token: "s3cret" },
        now: clock.now(),
        ...mail,
      } as QueuedMail),
    );
  const rows = () => data.system.all("SELECT * FROM servery_mail ORDER BY id");
  return { data, clock, log, sent, open, write, queue, rows, worker: open() };
}

const fail =
  (message: string, more: object = {}) =>
  () =>
    Promise.reject(Object.assign(new Error(message), more));

test("a mail is sent after the commit of what it tells of, and leaves nothing behind", async () => {
  const { worker, queue, sent, rows } = await openQueue();
  await queue();
  await worker.sendDue();
  expect(sent).toMatchObject([
    {
      from: "The Shop <shop@shop.example>",
      to: "ann@example.com",
      subject: "Choose a new password for The Shop",
    },
  ]);
  expect(sent[0]!.text).toContain("https://shop.example/reset_password#s3cret");
  expect(sent[0]!.id).toMatch(/^[0-9a-f]{32}@shop\.example$/);
  expect(rows()).toEqual([]);
});

test("a transaction that fails sends nothing", async () => {
  const { worker, write, sent, clock } = await openQueue();
  const failing = write((ledger) => {
    queueMail(ledger, { to: "a@b.example", kind: "account_exists", data: {}, now: clock.now() });
    throw new Error("no");
  });
  await expect(failing).rejects.toThrow("no");
  await worker.sendDue();
  expect(sent).toEqual([]);
});

test("what is queued is sent without being asked, by looking every half second", async () => {
  const { queue, sent, clock, worker } = await openQueue();
  await queue();
  clock.advance(499);
  expect(sent).toEqual([]);
  clock.advance(1);
  await expect.poll(() => sent.length).toBe(1);
  await worker.close();
  await queue();
  clock.advance(10_000);
  await new Promise(setImmediate);
  expect(sent).toHaveLength(1);
});

test("a mail that must not be is written and dropped as if it were one", async () => {
  const { worker, queue, sent, rows } = await openQueue();
  await queue({ kind: "nothing", data: {} });
  expect(rows()).toHaveLength(1);
  await worker.sendDue();
  expect([sent, rows()]).toEqual([[], []]);
});

test("what fails is tried again after 5 seconds, 5 and 30 minutes, 2 hours, 5 hours, with one Message-ID", async () => {
  const ids: string[] = [];
  const refuse = (mail: OutgoingMail) => {
    ids.push(mail.id);
    return Promise.reject(new Error("busy"));
  };
  const { worker, queue, sent, clock, rows } = await openQueue(
    Array.from({ length: 5 }, () => refuse),
  );
  await queue();
  await worker.sendDue();
  expect(ids).toHaveLength(1);
  for (const delay of [5000, 5 * minute, 30 * minute, 2 * hour]) {
    const tried = ids.length;
    clock.advance(delay - 1);
    await worker.sendDue();
    expect(ids).toHaveLength(tried);
    clock.advance(1);
    await worker.sendDue();
    expect(ids).toHaveLength(tried + 1);
  }
  clock.advance(5 * hour);
  await worker.sendDue();
  expect(sent.map(({ id }) => id)).toEqual([ids[0]]);
  expect(new Set(ids).size).toBe(1);
  expect(rows()).toEqual([]);
});

test("after a day a mail is given up: wiped, logged without what it said, forgotten a month later", async () => {
  const { worker, queue, clock, rows, log } = await openQueue(
    Array.from({ length: 20 }, () => fail("451 try later")),
  );
  await queue();
  for (let passed = 0; passed < 24; passed++) {
    await worker.sendDue();
    clock.advance(hour);
  }
  expect(rows()).toMatchObject([{ data: "{}", due_at: null, failure: "451 try later" }]);
  expect(log.lines.at(-1)).toMatchObject({
    level: "error",
    message: "A mail was given up",
    fields: { kind: "reset_password", attempt: 8 },
  });
  expect(JSON.stringify(log.lines)).not.toContain("s3cret");
  clock.advance(31 * 24 * hour);
  await queue({ to: "two lines@example.com" });
  await worker.sendDue();
  expect(rows()).toMatchObject([{ recipient: "two lines@example.com" }]);
});

test("what is refused for good is given up at once", async () => {
  const { worker, queue, rows } = await openQueue([fail("550 no such user", { permanent: true })]);
  await queue();
  await worker.sendDue();
  expect(rows()).toMatchObject([
    { data: "{}", attempts: 1, due_at: null, failure: "550 no such user" },
  ]);
});

test("a code is not sent any more when it has expired", async () => {
  const { worker, queue, rows, clock, sent } = await openQueue([fail("busy"), fail("busy")]);
  await queue({
    kind: "verify_email",
    data: { code: "12345678" },
    validUntil: clock.now() + 4 * minute,
  });
  await worker.sendDue();
  clock.advance(5000);
  await worker.sendDue();
  expect(rows()).toMatchObject([{ due_at: null, data: "{}" }]);
  await queue({ kind: "verify_email", data: { code: "12345678" }, validUntil: clock.now() - 1 });
  await worker.sendDue();
  expect(sent).toEqual([]);
});

test("two processes send a mail once, and the second again when the first was killed in between", async () => {
  const held = Promise.withResolvers<void>();
  const { worker, open, queue, sent, clock } = await openQueue([() => held.promise]);
  const other = open();
  await queue();
  const sending = worker.sendDue();
  await other.sendDue();
  expect(sent).toEqual([]);
  // As after `kill -9` of the first: its lease ends, and nobody else answers for the mail.
  clock.advance(3 * minute + 1);
  await other.sendDue();
  expect(sent).toHaveLength(1);
  held.resolve();
  await sending;
  expect(sent.map(({ id }) => id)).toEqual([sent[0]!.id, sent[0]!.id]);
});

test("200 mails in 4 processes are each sent once", async () => {
  const { worker, open, write, sent, clock, rows } = await openQueue();
  await write((ledger) => {
    for (let each = 0; each < 200; each++)
      queueMail(ledger, {
        to: `u${each}@example.com`,
        kind: "account_exists",
        data: {},
        now: clock.now(),
      });
  });
  await Promise.all([worker, open(), open(), open()].map((each) => each.sendDue()));
  expect(new Set(sent.map(({ to }) => to)).size).toBe(200);
  expect([sent.length, rows()]).toEqual([200, []]);
});

test("a mailer that hangs keeps neither the others nor the end of the service waiting", async () => {
  const { worker, queue, sent, clock, rows } = await openQueue([() => new Promise(() => {})]);
  await queue({ to: "hangs@example.com" });
  await queue();
  const sending = worker.sendDue();
  await expect.poll(() => sent.map(({ to }) => to)).toEqual(["ann@example.com"]);
  clock.advance(2 * minute);
  await sending;
  expect(rows()).toMatchObject([{ recipient: "hangs@example.com", attempts: 1 }]);
});

test.each([
  "ann@example.com, eve@evil.example",
  "ann,eve@evil.example",
  '"ann@example.com" <eve@evil.example>',
  "ann@example.com\r\nBcc: eve@evil.example",
  "ann@example.com\u0000",
  "(ann)eve@evil.example",
  "no address",
])("to %j nothing is ever sent", async (to) => {
  const { worker, queue, sent, rows } = await openQueue();
  await queue({ to });
  await worker.sendDue();
  expect(sent).toEqual([]);
  expect(rows()).toMatchObject([{ data: "{}", due_at: null }]);
});
