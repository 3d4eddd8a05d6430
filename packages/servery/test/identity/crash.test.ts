import { fork } from "node:child_process";
import { once } from "node:events";

import { expect, test } from "vitest";

import { openQuickClub, password, temporaryFile } from "./fixture.ts";

const email = "ada@example.com";

test("attempts stay counted when the process is killed before they have an answer", async () => {
  const database = temporaryFile();
  const before = openQuickClub({ database });
  await before.service.accounts.create({ email, password });
  await before.service.close();

  const guesser = fork(new URL("fixtures/guess-process.ts", import.meta.url), [database, email]);
  expect((await once(guesser, "message"))[0]).toBe("begun");
  guesser.kill("SIGKILL");
  await once(guesser, "exit");

  const after = openQuickClub({ database });
  // The clock of the test stands long before that of the process which was killed.
  after.clock.advance(Date.now() - after.clock.now());
  const refused = await after.browser("203.0.113.1").signIn(email);
  expect([refused.status, refused.json.code]).toEqual([429, "too_many_attempts"]);
  after.clock.advance(1000);
  expect((await after.browser("203.0.113.1").signIn(email)).status).toBe(200);
});
