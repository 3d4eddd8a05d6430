import { expect, it } from "vitest";

import { createManualClock, createMemoryLog, openTestData } from "../../../../test/data/fixture.ts";
import {
  purgeSecurityEvents,
  readSecurityEvents,
  type SecurityEventInput,
  securityEventTables,
} from "./security-event-rows.ts";
import { createSecurityEvents } from "./security-events.ts";

const storm: SecurityEventInput = {
  kind: "limit_storm",
  severity: "warning",
  userId: null,
  address: "203.0.113.7",
  detail: "A caller goes on after many refusals",
};

async function openBook() {
  const opened = await openTestData({}, { systemTables: securityEventTables });
  const [log, clock] = [createMemoryLog(), createManualClock()];
  const book = createSecurityEvents({ log, clock });
  return {
    ...opened,
    log,
    clock,
    book,
    stored: () =>
      readSecurityEvents(opened.data.system).map(({ detail, count }) => [detail, count]),
    /** Lets the background write be done: the writer answers in order. */
    settle: async () => {
      clock.advance(1000);
      await opened.data.write({ operation: "test", run: () => Promise.resolve() });
      await opened.data.write({ operation: "test", run: () => Promise.resolve() });
    },
  };
}

it("makes of a storm one event with a count, and one line in the log", async () => {
  await using opened = await openBook();
  const { book, log, data, stored, settle, clock } = opened;
  book.open(data);
  for (let at = 0; at < 5000; at++) book.report(storm);
  expect(log.lines).toMatchObject([{ level: "warn", message: storm.detail }]);
  await settle();
  expect(stored()).toEqual([[storm.detail, 5000]]);
  for (let at = 0; at < 10; at++) book.report(storm);
  await settle();
  expect(stored()).toEqual([[storm.detail, 5010]]);
  clock.advance(60_000);
  book.report(storm);
  await settle();
  expect(stored()).toEqual([
    [storm.detail, 1],
    [storm.detail, 5010],
  ]);
  expect(log.lines).toHaveLength(2);
});

it("keeps no more than a thousand events that differ, and counts the rest together", async () => {
  await using opened = await openBook();
  const { book, log, data, settle } = opened;
  book.open(data);
  for (let at = 0; at < 20_000; at++)
    book.report({ ...storm, address: `2001:db8:0:${at.toString(16)}::1` });
  expect(log.lines).toHaveLength(1001);
  await settle();
  const total = data.system.get(
    "SELECT count(*) AS events, sum(count) AS seen FROM servery_security_events",
  );
  expect(total).toEqual({ events: 1001, seen: 20_000 });
});

it("writes what was reported before the database was open, and what is left at the end", async () => {
  await using opened = await openBook();
  const { book, data, settle, stored } = opened;
  book.report(storm);
  await settle();
  expect(stored()).toEqual([]);
  book.open(data);
  book.report({ ...storm, detail: "Another" });
  await book.close();
  expect(stored()).toEqual([
    ["Another", 1],
    [storm.detail, 1],
  ]);
});

it("tries again when the database could not take them", async () => {
  await using opened = await openBook();
  const { book, data, log, clock, settle, stored } = opened;
  let isBroken = true;
  book.open({
    write: (job) => (isBroken ? Promise.reject(new Error("The disk is full")) : data.write(job)),
  });
  book.report(storm);
  await settle();
  expect(stored()).toEqual([]);
  expect(log.lines.map(({ level }) => level)).toEqual(["warn", "error"]);
  isBroken = false;
  clock.advance(120_000);
  await settle();
  expect(stored()).toEqual([[storm.detail, 1]]);
});

it("records in the transaction of what it belongs to", async () => {
  await using opened = await openBook();
  const { book, data, log, stored } = opened;
  const failing = data.write({
    operation: "test",
    run: async (_db, ledger) => {
      book.record(ledger, { ...storm, detail: "Undone" });
      throw new Error("no");
    },
    ledger: (ledger) => book.record(ledger, { ...storm, detail: "Kept" }),
  });
  await expect(failing).rejects.toThrow("no");
  expect(stored()).toEqual([["Kept", 1]]);
  expect(log.lines.map(({ message }) => message)).toEqual(["Undone", "Kept"]);
});

it("reads by kind, page by page, and deletes what is old", async () => {
  await using opened = await openBook();
  const { book, data, clock } = opened;
  await data.write({
    operation: "test",
    run: async (_db, ledger) => {
      book.record(ledger, storm);
      book.record(ledger, { ...storm, kind: "lockout", userId: "u1" });
      book.record(ledger, storm);
    },
  });
  const ids = (query: object) => readSecurityEvents(data.system, query).map(({ id }) => id);
  expect(ids({ kind: "limit_storm" })).toEqual([3, 1]);
  expect(ids({ userId: "u1" })).toEqual([2]);
  expect(ids({ before: 3, pageSize: 1 })).toEqual([2]);
  expect(readSecurityEvents(data.system, { kind: "lockout" })).toEqual([
    { id: 2, at: clock.now(), ...storm, kind: "lockout", userId: "u1", count: 1 },
  ]);
  await data.write({
    operation: "test",
    run: async (_db, ledger) => purgeSecurityEvents(ledger, clock.now() + 1),
  });
  expect(ids({})).toEqual([]);
});

it("takes all addresses of one network for one source, or who has a network fills the book", async () => {
  await using opened = await openBook();
  const { book, log, data, stored, settle } = opened;
  book.open(data);
  for (let at = 0; at < 500; at++) book.report({ ...storm, address: `2001:db8:1:2::${at + 1}` });
  book.report({ ...storm, address: "2001:db8:1:3::1" });
  await settle();
  expect(stored()).toEqual([
    [storm.detail, 1],
    [storm.detail, 500],
  ]);
  expect(log.lines).toHaveLength(2);
});
