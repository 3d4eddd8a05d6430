import { DatabaseSync } from "node:sqlite";

import { nodePlatform } from "servery/node";
import { describe, expect, test } from "vitest";

import {
  openClub,
  openQuickClub,
  otherPassword,
  password,
  readStored,
  temporaryFile,
  tokenIn,
} from "./fixture.ts";

const email = "ada@example.com";

/** A club whose next hash waits until it is told to go on. */
async function openGated() {
  let gate: Promise<void> | undefined;
  const opened = openClub(
    { rate: false },
    {
      cores: 4,
      async argon2id(text, salt, cost) {
        const held = gate;
        gate = undefined;
        await held;
        return nodePlatform.argon2id(text, salt, { ...cost, memoryKib: 64, passes: 1 });
      },
    },
  );
  const { id } = await opened.service.accounts.create({ email, password });
  const hold = () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    return resolve;
  };
  return { ...opened, id, hold };
}

describe("a sign-in whose password is being hashed", () => {
  test("comes to nothing when the password is reset meanwhile", async () => {
    const { browser, mails, hold } = await openGated();
    await browser().post("/auth/request-password-reset", { email });
    const token = tokenIn((await mails())[0]);
    const goOn = hold();
    const thief = browser();
    const signingIn = thief.signIn(email);
    await expect.poll(() => hasBegun(browser)).toBe(true);
    const reset = { token, newPassword: otherPassword };
    expect((await browser().post("/auth/reset-password", reset)).status).toBe(204);
    goOn();
    expect((await signingIn).status).toBe(401);
    expect(thief.cookies.size).toBe(0);
  });

  test("comes to nothing when the account is disabled meanwhile", async () => {
    const { browser, service, id, hold } = await openGated();
    const goOn = hold();
    const signingIn = browser().signIn(email);
    await expect.poll(() => hasBegun(browser)).toBe(true);
    await service.accounts.setDisabled(id, true);
    goOn();
    expect((await signingIn).status).toBe(401);
  });
});

/** Whether the attempt before is at its hash: whoever comes after it has been through the writer. */
async function hasBegun(browser: () => ReturnType<ReturnType<typeof openQuickClub>["browser"]>) {
  const { status } = await browser().post("/auth/request-password-reset", {
    email: "x@example.com",
  });
  return status === 202;
}

test("a sign-in makes a hash of other parameters anew, once", async () => {
  const database = temporaryFile();
  const first = openQuickClub({ database });
  await first.service.accounts.create({ email, password });
  await first.service.close();
  // The tests' hashes say that they cost what they should; this one says otherwise.
  const file = new DatabaseSync(database);
  file.exec("UPDATE servery_passwords SET phc = replace(phc, 'm=19456,t=2', 'm=9216,t=4')");
  file.close();
  const { browser } = openQuickClub({ database });
  expect((await browser("203.0.113.1").signIn(email, otherPassword)).status).toBe(401);
  expect(readStored(database)).toContain("m=9216,t=4");
  expect((await browser("203.0.113.1").signIn(email)).status).toBe(200);
  const after = readStored(database);
  expect(after).toContain("m=19456,t=2");
  expect((await browser("203.0.113.1").signIn(email)).status).toBe(200);
  const hashIn = (stored: string) => /\$argon2id[^"]*/.exec(stored)![0];
  expect(hashIn(readStored(database))).toBe(hashIn(after));
});
