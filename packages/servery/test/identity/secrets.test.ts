import { createLog } from "servery/node";
import { expect, test } from "vitest";

import { toJsonSchema } from "../../src/lib/contract/schema.ts";
import {
  club,
  codeIn,
  openQuickClub,
  otherPassword,
  password,
  readStored,
  temporaryFile,
  tokenIn,
} from "./fixture.ts";

const email = "ada@example.com";

/** A club whose log is written as in production, every line of it. */
function openLogged() {
  const lines: string[] = [];
  const destination = { write: (line: string) => void lines.push(line) };
  const log = createLog({ level: "debug", pretty: false, destination });
  const database = temporaryFile();
  const opened = openQuickClub({ database, log });
  return { ...opened, database, logged: () => lines.join("") };
}

test("no secret of a whole life of an account stands in the log or, once mails are out, in the database", async () => {
  const { browser, mails, logged, database, service } = openLogged();
  const ada = browser("198.51.100.1");
  const secrets: string[] = [password, otherPassword];
  const keep = () => secrets.push(...ada.cookies.values());
  const withKey = () => ({ "idempotency-key": `"${crypto.randomUUID()}"` });

  const asked = await ada.post("/auth/sign-up", { email, password }, withKey());
  expect(asked.json).toHaveProperty("attempt");
  const { attempt } = asked.json;
  const code = codeIn((await mails())[0]);
  secrets.push(attempt, code);
  await ada.post("/auth/verify-email", { attempt, code: "00000000" });
  await ada.post("/auth/verify-email", { attempt, code }, withKey());
  keep();
  await ada.signIn(email, "a wrong password, whichever");
  await ada.post("/auth/sign-in", { email, password }, withKey());
  keep();
  await ada.post("/auth/prove-again", { password });
  keep();
  const change = { currentPassword: password, newPassword: otherPassword };
  await ada.post("/auth/change-password", change, withKey());
  keep();
  // Malformed in every way that an error could quote.
  await ada.send("POST", `/auth/sign-in?password=${encodeURIComponent(otherPassword)}`, { email });
  await ada.post("/auth/sign-in", { email, password: { $ne: otherPassword } });
  await ada.post("/auth/sign-in", { email: [email], password: otherPassword });
  await ada.get("/private", { authorization: `Bearer ${otherPassword}` });
  await ada.post("/auth/request-password-reset", { email });
  const token = tokenIn((await mails())[0]);
  secrets.push(token);
  await ada.post("/auth/reset-password", { token, newPassword: password }, withKey());
  const { link } = await service.accounts.invite();
  secrets.push(link.split("#")[1]!);
  await ada.post("/auth/accept-invitation", { token: link.split("#")[1], email, password });
  await mails();
  await mails();

  expect(secrets.every((secret) => secret.length >= 8)).toBe(true);
  expect(new Set(secrets).size).toBeGreaterThan(10);
  const stored = readStored(database);
  expect(stored).toContain("servery_audit");
  expect(logged()).toContain("auth.signIn");
  for (const secret of secrets) {
    expect(logged(), secret).not.toContain(secret);
    expect(stored, secret).not.toContain(secret);
  }
});

test("every operation that takes a secret is sensitive", () => {
  const names =
    /"(?:password|newPassword|currentPassword|token|attempt|code|refreshToken|challenge)"/;
  const taking = club.list.filter(({ operation }) =>
    names.test(JSON.stringify(toJsonSchema(operation.input, "input"))),
  );
  expect(taking.length).toBeGreaterThan(5);
  for (const { id, operation } of taking) expect(operation.sensitive, id).toBe(true);
});
