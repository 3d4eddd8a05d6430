import { createLog } from "servery/node";
import { secret } from "servery/server";
import { expect, test } from "vitest";

import { ask } from "../service/bind.fixture.ts";
import { openKitchen } from "./kitchen.ts";
import { expectNoSecret, lookalikes, value, writings } from "./writings.ts";

/** A log as it is written, line by line. */
function createTextLog() {
  const lines: string[] = [];
  const log = createLog({ level: "debug", destination: { write: (line) => lines.push(line) } });
  return { log, lines };
}

const note = (words: string) => `/note?${new URLSearchParams({ words })}`;

test("no secret stands in the log, however it is written", async () => {
  const { log, lines } = createTextLog();
  const { service } = await openKitchen({ log, live: { cacheBytes: 0 } });
  for (const [writing, words] of Object.entries(writings)) {
    lines.length = 0;
    await ask(service, note(words));
    const noted = lines.filter((line) => line.includes("Noted"));
    expect([writing, noted.length]).toEqual([writing, 4]);
    for (const line of noted) expect(line).toContain("Secret(KITCHEN_KEY)");
    expectNoSecret(...lines);
  }
});

test("what only looks like a secret is logged as it is", async () => {
  const { log, lines } = createTextLog();
  const { service } = await openKitchen({ log, live: { cacheBytes: 0 } });
  for (const words of Object.values(lookalikes)) {
    lines.length = 0;
    await ask(service, note(words));
    expect(lines.join("")).toContain(JSON.stringify(words).slice(1, -1));
    expect(lines.join("")).not.toContain("secret_leak");
  }
});

test("an error is logged with its name, its code and where it was made, without the secret", async () => {
  const { log, lines } = createTextLog();
  const { service } = await openKitchen({ log });
  await ask(service, `/fail?${new URLSearchParams({ words: value })}`);
  const line = JSON.parse(lines.find((each) => each.includes("It failed"))!) as {
    error: { message: string; stack: string; hung: unknown };
  };
  expect(line.error.message).toContain("It failed: Secret(KITCHEN_KEY)");
  expect(line.error.stack).toContain("kitchen.ts");
  expect(line.error.hung).toEqual([{ words: "Secret(KITCHEN_KEY)" }]);
  expectNoSecret(...lines);
});

test("a secret itself is logged by its name, by a log of no service too", () => {
  const { log, lines } = createTextLog();
  const key = secret("KITCHEN_KEY");
  log.info({ key, deep: [{ key }] }, "Here");
  log.child({ key }).info({}, "There");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { key: "Secret(KITCHEN_KEY)", deep: [{ key: "Secret(KITCHEN_KEY)" }], msg: "Here" },
    { key: "Secret(KITCHEN_KEY)", msg: "There" },
  ]);
});
