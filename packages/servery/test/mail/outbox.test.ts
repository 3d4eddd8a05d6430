import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { outbox } from "servery/mail";
import { expect, onTestFinished, test } from "vitest";

const mail = {
  id: "0123456789abcdef@shop.example",
  date: Date.UTC(2026, 10, 21, 12),
  from: "The Shop <shop@shop.example>",
  to: "ann@example.com",
  subject: "Your code",
  text: "12345678",
  html: "<p>12345678</p>",
};

test("an outbox keeps the newest mails, and one that is sent again once", async () => {
  const box = outbox({ keep: 3 });
  for (const id of ["1", "2", "3", "2", "4"]) await box.send({ ...mail, id });
  expect(box.outbox.mails().map(({ id }) => id)).toEqual(["4", "2", "3"]);
});

test("an outbox with a folder writes files that mail programs read, for their owner alone", async () => {
  const parent = mkdtempSync(join(tmpdir(), "outbox-"));
  onTestFinished(() => rmSync(parent, { recursive: true }));
  const folder = join(parent, "mails");
  const box = outbox({ folder });
  await box.send(mail);
  await box.send(mail);
  const names = readdirSync(folder);
  expect(names).toEqual(["2026-11-21T12-00-00-000Z-0123456789ab.eml"]);
  const file = join(folder, names[0]!);
  expect([statSync(folder).mode & 0o777, statSync(file).mode & 0o777]).toEqual([0o700, 0o600]);
  expect(readFileSync(file, "utf8")).toMatch(
    /^From: The Shop <shop@shop\.example>\nTo: ann@example\.com\n/m,
  );
});
