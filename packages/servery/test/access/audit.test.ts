import { action, contract, mutation, nothing, problem, query, sensitive } from "servery";
import { type Db, everyone, id, table, text } from "servery/server";
import { expect, it } from "vitest";
import * as z from "zod";

import { ask, bindService } from "../service/bind.fixture.ts";
import { createFakeIdentity } from "./fake-identity.ts";
import { makeDatabaseFile, readRows } from "./stored-rows.ts";

const input = z.object({ text: z.string() });
const problems = { refused: problem(409, "Refused") };
const note = mutation({ path: "/notes", input, output: nothing, problems });
const list = query({ path: "/notes", access: "public", output: nothing });
const publicNote = mutation({
  path: "/public",
  access: "public",
  input,
  output: nothing,
  problems,
});
const signIn = sensitive(
  action({ path: "/sign-in", access: "public", input, output: nothing, problems }),
);
const send = action({ path: "/send", access: "public", input, output: nothing, problems });
const copy = mutation({ path: "/copy", access: "public", input, output: nothing });
const book = contract({ name: "book", operations: { note, list, publicNote, signIn, send, copy } });
const tables = { notes: table("notes", { id: id(), text: text() }, { policy: everyone }) };

type Notes = Db<typeof tables>;

/** What the handlers do is said by the text that they get. */
function openBook(database: string) {
  const identity = createFakeIdentity({
    ada: { credentialId: "s1" },
    robot: { userId: "ada", credential: "api_key", credentialId: "k1", scopes: new Set(["x"]) },
  });
  const insert = (value: string) => async (db: Notes) =>
    db.insertInto("notes").values({ id: crypto.randomUUID(), text: value }).execute();
  return bindService(
    book,
    {
      database,
      mode: "dev",
      tables,
      handlers: {
        list: async ({ db, headers }) => {
          if (headers.get("x-all") !== undefined)
            await db.unrestricted.selectFrom("notes").selectAll().execute();
        },
        note: async ({ input: { text: said }, db, fail }) => {
          await insert(said)(db);
          if (said === "refuse") throw fail("refused");
          if (said === "break") throw new Error("a bug");
          if (said === "unrestricted")
            await db.unrestricted.selectFrom("notes").selectAll().execute();
        },
        publicNote: async ({ input: { text: said }, db, fail }) => {
          await insert(said)(db);
          if (said === "refuse") throw fail("refused");
        },
        copy: async ({ input: { text: said }, db }) => void (await insert(said)(db)),
        signIn: async (context) => {
          const { visit, transact } = context as unknown as {
            visit: { actAs(userId: string): void };
            transact(run: () => void): Promise<void>;
          };
          await transact(() => undefined);
          visit.actAs("grace");
          if (context.input.text === "refuse") throw context.fail("refused");
          await transact(() => undefined);
        },
        send: async ({ input: { text: said }, write, call, fail }) => {
          if (said === "write") await write(insert(said));
          if (said === "undo")
            await write(async (db) => {
              await insert(said)(db);
              throw fail("refused");
            });
          if (said === "call") await call(copy, { text: said });
          if (said === "refuse") throw fail("refused");
        },
      },
    },
    {},
    identity,
  );
}

const lines = (file: string) =>
  readRows(
    file,
    "SELECT operation, user_id, credential, outcome, unrestricted FROM servery_audit ORDER BY id",
  ).map(({ operation, user_id, credential, outcome, unrestricted }) =>
    [operation, user_id, credential, outcome, ...(unrestricted === 1 ? ["unrestricted"] : [])].join(
      " ",
    ),
  );
const texts = (file: string) =>
  readRows(file, "SELECT text FROM notes ORDER BY rowid").map(({ text: kept }) => kept);
const ada = { authorization: "Bearer ada" };

it("has one line for each mutation, whatever became of it, and the effect only where it succeeded", async () => {
  const file = makeDatabaseFile();
  const { service } = openBook(file);
  const say = (said: string, path = "/notes", headers: Record<string, string> = ada) =>
    ask(service, path, {
      json: { text: said },
      headers: { "content-type": "application/json", ...headers },
    });
  expect((await say("ok")).status).toBe(204);
  expect((await say("refuse")).status).toBe(409);
  expect((await say("break")).status).toBe(500);
  expect((await say("unrestricted")).status).toBe(204);
  expect((await say("ok", "/public", {})).status).toBe(204);
  await service.close();
  expect(lines(file)).toEqual([
    "note ada session:s1 ok",
    "note ada session:s1 refused",
    "note ada session:s1 internal_error",
    "note ada session:s1 ok unrestricted",
    "publicNote   ok",
  ]);
  expect(texts(file)).toEqual(["ok", "unrestricted", "ok"]);
});

it("has no line for what never began, nor for reads, nor for a stored outcome that is answered again", async () => {
  const file = makeDatabaseFile();
  const { service } = openBook(file);
  const key = { "idempotency-key": '"3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20"' };
  const type = { "content-type": "application/json" };
  const say = (json: unknown, headers: Record<string, string>) =>
    ask(service, "/notes", { json, headers: { ...type, ...headers } });
  expect((await say({ text: "ok" }, {})).status).toBe(401);
  expect((await say({ text: "ok" }, { authorization: "Bearer robot" })).status).toBe(403);
  expect((await say({ text: 1 }, ada)).status).toBe(422);
  expect((await ask(service, "/notes")).status).toBe(204);
  for (let at = 0; at < 3; at++)
    expect((await say({ text: "refuse" }, { ...ada, ...key })).status).toBe(409);
  expect((await say({ text: "other" }, { ...ada, ...key })).status).toBe(422);
  await service.close();
  expect(lines(file)).toEqual(["note ada session:s1 refused"]);
});

it("has a line for each write of an action, and one for how the action ended", async () => {
  const file = makeDatabaseFile();
  const { service } = openBook(file);
  const say = (said: string, options = {}) => service.call("send", { text: said }, options);
  await say("write");
  await say("nothing");
  await expect(say("undo")).rejects.toMatchObject({ code: "refused" });
  await expect(say("refuse")).rejects.toMatchObject({ code: "refused" });
  await say("call");
  await say("write", { idempotencyKey: "3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20" });
  await say("write", { idempotencyKey: "3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20" });
  await service.close();
  expect(lines(file)).toEqual([
    "send   written",
    "send   ok",
    "send   ok",
    "send   refused",
    "send   refused",
    "send   refused",
    "copy   ok",
    "send   ok",
    "send   written",
    "send   ok",
  ]);
  expect(texts(file)).toEqual(["write", "call", "write"]);
});

it("names whom a sign-in was for, where no credential does yet", async () => {
  const file = makeDatabaseFile();
  const { service } = openBook(file);
  await service.call("signIn", { text: "ok" });
  await expect(service.call("signIn", { text: "refuse" })).rejects.toMatchObject({
    code: "refused",
  });
  await service.close();
  expect(lines(file)).toEqual([
    "signIn   written",
    "signIn grace  written",
    "signIn grace  ok",
    "signIn   written",
    "signIn grace  refused",
  ]);
});

it("never holds what was sent, nor what was answered", async () => {
  const file = makeDatabaseFile();
  const { service } = openBook(file);
  await service.call("signIn", { text: "p4ssw0rd" });
  await service.call("publicNote", { text: "p4ssw0rd" });
  await service.close();
  const trail = readRows(file, "SELECT * FROM servery_audit");
  expect(trail).toHaveLength(4);
  expect(JSON.stringify(trail)).not.toContain("p4ssw0rd");
});

it("says from where, when and under which request id", async () => {
  const file = makeDatabaseFile();
  const { service, clock } = openBook(file);
  const target = "/public";
  const headers: Record<string, string> = {
    "content-type": "application/json",
    "x-request-id": "request-1",
  };
  await service.handle({
    method: "POST",
    target,
    remoteAddress: "::ffff:192.0.2.1",
    header: (name) => headers[name],
    readBody: () => Promise.resolve(new TextEncoder().encode('{"text":"ok"}')),
    signal: new AbortController().signal,
  });
  await service.close();
  expect(readRows(file, "SELECT at, address, request_id FROM servery_audit")).toEqual([
    { at: clock.now(), address: "192.0.2.1", request_id: "request-1" },
  ]);
});

it("forgets what is older than it is to be kept, as new lines are written", async () => {
  const file = makeDatabaseFile();
  const { service, clock } = openBook(file);
  const short = service.with({ audit: { keepDays: 1 } });
  const write = async (count: number) => {
    for (let at = 0; at < count; at++) await short.call("publicNote", { text: "x" });
  };
  await write(150);
  clock.advance(24 * 60 * 60 * 1000 + 1);
  await write(50);
  await short.close();
  expect(lines(file)).toHaveLength(50);
  expect(() => service.with({ audit: { keepDays: 0 } })).toThrow(/keepDays must be more than 0/);
});

it("tells the log in dev of queries without row policies, for reads have no line", async () => {
  const { service, log } = openBook(":temporary:");
  await ask(service, "/notes");
  await ask(service, "/notes", { headers: { "x-all": "1" } });
  expect(
    log.lines.filter(({ message }) => message.includes("without their policies")),
  ).toMatchObject([{ level: "info", fields: { operation: "list" } }]);
});
