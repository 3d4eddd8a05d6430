import { existsSync, readFileSync } from "node:fs";

import type { ServiceSettings } from "servery/server";
import { expect, test } from "vitest";

import { makeDatabaseFile } from "../access/stored-rows.ts";
import { admin, createProgram, openVault } from "./credentials.ts";
import { otherPassword, password } from "./fixture.ts";

const minute = 60_000;
const day = 86_400_000;

async function openWithKey(
  scopes: readonly string[] = ["records:read"],
  more: object = {},
  settings: ServiceSettings = {},
) {
  const opened = await openVault(settings);
  const program = createProgram(opened.service);
  const made = await opened.ada.post("/auth/api-keys", { name: "Sync", scopes, ...more });
  const list = async () => (await opened.ada.get("/auth/api-keys")).json.items;
  return { ...opened, program, made, key: String(made.json?.key), list };
}

test("a key is shown once, with what tells it from others", async () => {
  const { made, key, list, clock, mails } = await openWithKey();
  const madeAt = clock.now();
  expect((await mails())[0]).toMatchObject({ subject: "An API key was made at vault" });
  expect(made.status).toBe(201);
  expect(key).toMatch(/^vault_[0-9A-Za-z]{8}_[0-9A-Za-z]{49}$/);
  const shown = {
    id: key.split("_")[1],
    name: "Sync",
    prefix: key.slice(0, "vault_12345678".length),
    scopes: ["records:read"],
    createdAt: madeAt,
    expiresAt: null,
    lastUsedAt: null,
  };
  expect(made.json).toEqual({ ...shown, key });
  expect(await list()).toEqual([shown]);
});

test("neither keys nor tokens stand in the database's file", async () => {
  const database = makeDatabaseFile();
  const { key, made, program, service } = await openWithKey(["records:read"], {}, { database });
  const { tokens } = (await program.signIn()).json;
  const next = (await program.refresh(tokens.refreshToken)).json;
  await service.close();
  const bytes = ["", "-wal"].map((end) => `${database}${end}`).filter((file) => existsSync(file));
  const text = bytes.map((file) => readFileSync(file, "latin1")).join("");
  expect(text.includes(made.json.id)).toBe(true);
  const secrets = [key, ...[tokens, next].flatMap((pair) => [pair.accessToken, pair.refreshToken])];
  const families = [tokens, next].map((pair) => pair.refreshToken.slice(0, -44));
  for (const secret of [...secrets, ...families])
    expect(text.includes(secret.slice(-43))).toBe(false);
});

const doors: readonly [scopes: string[], door: string, status: number, why: string][] = [
  [["records:read"], "GET /read", 200, "it carries the scope"],
  [["records:read"], "POST /write", 403, "it lacks one of two scopes"],
  [["records:read", "records:write"], "POST /write", 200, "it carries both"],
  [["records:write"], "GET /read", 403, "it carries another scope"],
  [["records:read"], "GET /private", 403, "what names no scope is not for keys"],
  [["records:read"], "GET /vault", 403, "a key is never fresh"],
  [["records:read"], "GET /office", 403, "its user does not hold the role"],
  [["records:read"], "GET /auth/sessions", 403, "accounts are not for keys"],
  [["records:read"], "GET /auth/api-keys", 403, "keys are not for keys"],
  [["records:read"], "POST /auth/totp/begin", 403, "second factors are not for keys"],
];
test.each(doors)("a key with %j at %s gets %i: %s", async (scopes, door, status) => {
  const { program, key } = await openWithKey(scopes);
  const [method, path = ""] = door.split(" ");
  const answer = method === "GET" ? await program.get(path, key) : await program.post(path, key);
  expect(answer.status).toBe(status);
});

test("a key acts as its user, with the roles that the user holds now", async () => {
  const { program, key, service, id } = await openWithKey();
  expect((await program.get("/office", key)).status).toBe(403);
  await service.accounts.grant(id, admin);
  expect((await program.get("/office", key)).status).toBe(200);
  await service.accounts.revoke(id, admin);
  expect((await program.get("/office", key)).status).toBe(403);
});

test("a key ends at once when it is revoked, also where it was memoised", async () => {
  const { program, key, ada, made, list } = await openWithKey();
  expect((await program.get("/read", key)).status).toBe(200);
  expect((await ada.send("DELETE", `/auth/api-keys/${made.json.id}`)).status).toBe(204);
  expect((await program.get("/read", key)).status).toBe(401);
  expect(await list()).toEqual([]);
  expect((await ada.send("DELETE", `/auth/api-keys/${made.json.id}`)).status).toBe(404);
});

test("a key ends with its time, also where it was memoised", async () => {
  const { program, key, clock } = await openWithKey(["records:read"], { expiresInDays: 1 });
  expect((await program.get("/read", key)).status).toBe(200);
  clock.advance(day - 1);
  expect((await program.get("/read", key)).status).toBe(200);
  clock.advance(1);
  expect((await program.get("/read", key)).status).toBe(401);
});

test("nobody else's key can be seen or revoked", async () => {
  const { program, key, made, service, browser } = await openWithKey();
  await service.accounts.create({ email: "eve@example.com", password });
  const eve = browser();
  await eve.signIn("eve@example.com");
  expect((await eve.get("/auth/api-keys")).json.items).toEqual([]);
  expect((await eve.send("DELETE", `/auth/api-keys/${made.json.id}`)).status).toBe(404);
  expect((await program.get("/read", key)).status).toBe(200);
});

test("a key ends with the account's disablement, and does not come back", async () => {
  const { program, key, service, browser, id } = await openWithKey();
  await service.accounts.create({ email: "root@example.com", password, roles: [admin] });
  const root = browser();
  await root.signIn("root@example.com");
  expect((await program.get("/read", key)).status).toBe(200);
  const disable = (disabled: boolean) =>
    root.send("PUT", `/auth/users/${id}/disabled`, { disabled });
  expect((await disable(true)).status).toBe(204);
  expect((await program.get("/read", key)).status).toBe(401);
  expect((await disable(false)).status).toBe(204);
  expect((await program.get("/read", key)).status).toBe(401);
});

test("a changed password leaves keys, for they are other programs'", async () => {
  const { program, key, ada } = await openWithKey();
  const changed = await ada.post("/auth/change-password", {
    currentPassword: password,
    newPassword: otherPassword,
  });
  expect(changed.status).toBe(200);
  expect((await program.get("/read", key)).status).toBe(200);
});

test("a wrong secret, a wrong sum and another contract's key are nobody's", async () => {
  const { program, key } = await openWithKey();
  const other = key.slice(0, -7) + (key.at(-7) === "A" ? "B" : "A") + key.slice(-6);
  for (const wrong of [other, key.slice(0, -1), `${key}x`, key.replace("vault", "other"), "vault_"])
    expect((await program.get("/read", wrong)).status).toBe(401);
});

test("its use is noted, at most once an hour", async () => {
  const { program, key, clock, list } = await openWithKey();
  const used = async () => (await list())[0].lastUsedAt as number | null;
  const start = clock.now();
  await program.get("/read", key);
  await expect.poll(used).toBe(start);
  clock.advance(59 * minute);
  await program.get("/read", key);
  expect(await used()).toBe(start);
  clock.advance(minute);
  await program.get("/read", key);
  await expect.poll(used).toBe(start + 60 * minute);
});

test("a user has 25 keys at most, of those that have not expired", async () => {
  const { ada, clock } = await openWithKey(["records:read"], { expiresInDays: 1 });
  const make = (name: string) => ada.post("/auth/api-keys", { name, scopes: ["records:read"] });
  for (let count = 1; count < 25; count++) expect((await make(`${count}`)).status).toBe(201);
  expect((await make("one more")).json.code).toBe("too_many_keys");
  clock.advance(day);
  await ada.post("/auth/prove-again", { password });
  expect((await make("in the place of the expired one")).status).toBe(201);
});

test.each([
  ["a scope that the contract does not have", { name: "x", scopes: ["records:delete"] }],
  ["a scope twice", { name: "x", scopes: ["records:read", "records:read"] }],
  ["no scope", { name: "x", scopes: [] }],
  ["an end before its beginning", { name: "x", scopes: ["records:read"], expiresInDays: -1 }],
])("a key with %s is refused", async (_what, input) => {
  const { ada } = await openWithKey();
  expect((await ada.post("/auth/api-keys", input)).status).toBe(422);
});

test("a key is made with a fresh sign-in only", async () => {
  const { ada, clock } = await openWithKey();
  clock.advance(11 * minute);
  const refused = await ada.post("/auth/api-keys", { name: "x", scopes: ["records:read"] });
  expect(refused.json.code).toBe("fresh_sign_in_required");
});
