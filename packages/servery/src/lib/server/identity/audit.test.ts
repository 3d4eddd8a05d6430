import { expect, it } from "vitest";

import { openTestData } from "../../../../test/data/fixture.ts";
import { type AuditRecord, auditTables, purgeAudit, readAudit, writeAudit } from "./audit.ts";

const open = () => openTestData({}, { systemTables: auditTables });
const record: AuditRecord = {
  at: 1000,
  operation: "orders.place",
  userId: "u1",
  credential: "session:s1",
  address: "203.0.113.7",
  outcome: "ok",
  requestId: "request1",
};

it("keeps who did what, and reads it page by page, the latest first", async () => {
  await using opened = await open();
  const { data } = opened;
  await data.write({
    operation: "test",
    run: async (_db, ledger) => {
      for (let at = 1; at <= 5; at++)
        writeAudit(ledger, { ...record, at, userId: at % 2 === 0 ? "u2" : "u1" });
      writeAudit(ledger, {
        ...record,
        operation: "other",
        userId: null,
        credential: null,
        unrestricted: true,
      });
    },
  });
  expect(readAudit(data.system, { pageSize: 2 })).toEqual([
    { id: 6, ...record, operation: "other", userId: null, credential: null, unrestricted: true },
    { id: 5, ...record, at: 5, unrestricted: false },
  ]);
  const ids = (query: object) => readAudit(data.system, query).map(({ id }) => id);
  expect(ids({ before: 5, pageSize: 2 })).toEqual([4, 3]);
  expect(ids({ userId: "u1" })).toEqual([5, 3, 1]);
  expect(ids({ userId: "u1' OR 1=1 --" })).toEqual([]);
  expect(ids({ operation: "other" })).toEqual([6]);
});

it("leaves out a write of an action that a later line covers, unless asked for details", async () => {
  await using opened = await open();
  const { data } = opened;
  const signIn = { ...record, operation: "signIn", outcome: "written" };
  const lines: AuditRecord[] = [
    { ...signIn, requestId: "a" },
    { ...signIn, requestId: "died" },
    record,
    { ...signIn, requestId: "a", userId: null },
    { ...signIn, requestId: "a", outcome: "wrong_credentials" },
    // Under the same id, but of another operation or caller.
    { ...record, requestId: "died" },
    { ...signIn, requestId: "died", address: "198.51.100.9", outcome: "ok" },
    { ...signIn, requestId: "b", address: null },
    { ...signIn, requestId: "b", address: null },
  ];
  await data.write({
    operation: "test",
    run: async (_db, ledger) => lines.forEach((line) => writeAudit(ledger, line)),
  });
  const ids = (query: object) => readAudit(data.system, query).map(({ id }) => id);
  expect(ids({})).toEqual([9, 7, 6, 5, 3, 2]);
  expect(ids({ before: 5 })).toEqual([3, 2]);
  expect(ids({ operation: "signIn", pageSize: 3 })).toEqual([9, 7, 5]);
  expect(ids({ details: true })).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
});

it("looks at a million lines and no more, so that nobody waits for long", async () => {
  await using opened = await open();
  const { data } = opened;
  await data.write({
    operation: "test",
    run: async (_db, ledger) => {
      for (const [id, userId] of [
        [1, "u1"],
        [2, "u2"],
        [1_000_001, "u3"],
      ] as const)
        ledger.run(
          "INSERT INTO servery_audit (id, at, operation, user_id, outcome, request_id, unrestricted) VALUES (?, 1, 'x', ?, 'ok', 'r', 0)",
          id,
          userId,
        );
    },
  });
  const ids = (query: object) => readAudit(data.system, query).map(({ id }) => id);
  expect(ids({})).toEqual([1_000_001, 2]);
  expect(ids({ userId: "u1" })).toEqual([]);
  expect(ids({ userId: "u1", before: 1_000_001 })).toEqual([1]);
});

it("deletes old lines in small steps, and no young one", async () => {
  await using opened = await open();
  const { data } = opened;
  const count = () => data.system.get("SELECT count(*) AS n, min(at) AS first FROM servery_audit");
  await data.write({
    operation: "test",
    run: async (_db, ledger) => {
      for (let at = 1; at <= 450; at++) writeAudit(ledger, { ...record, at });
    },
  });
  const purge = () =>
    data.write({ operation: "test", run: async (_db, ledger) => purgeAudit(ledger, 301) });
  await purge();
  expect(count()).toEqual({ n: 250, first: 201 });
  await purge();
  await purge();
  expect(count()).toEqual({ n: 150, first: 301 });
});
