import { expect, test } from "vitest";

import { parsePasswordString, printPasswordString } from "./password-string.ts";

const salt = "AAECAwQFBgcICQoLDA0ODw";
const hash = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8";

test("reads what it writes", () => {
  const text = `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${hash}`;
  const parsed = parsePasswordString(text)!;
  expect(parsed.cost).toEqual({ memoryKib: 19_456, passes: 2, parallelism: 1, length: 32 });
  expect(parsed.salt).toEqual(Uint8Array.from({ length: 16 }, (_, index) => index));
  expect(printPasswordString(parsed)).toBe(text);
});

test("reads other parameters of argon2id, so that accounts can be brought along", () => {
  expect(parsePasswordString(`$argon2id$v=19$m=65536,t=3,p=4$${salt}$${hash}`)?.cost).toEqual({
    memoryKib: 65_536,
    passes: 3,
    parallelism: 4,
    length: 32,
  });
});

test.each([
  ["more memory than a sign-in may take", `$argon2id$v=19$m=999999,t=2,p=1$${salt}$${hash}`],
  ["a memory of ten digits", `$argon2id$v=19$m=4294967295,t=2,p=1$${salt}$${hash}`],
  ["more passes than a sign-in may take", `$argon2id$v=19$m=19456,t=99,p=1$${salt}$${hash}`],
  ["more lanes than a sign-in may take", `$argon2id$v=19$m=19456,t=2,p=64$${salt}$${hash}`],
  ["no memory", `$argon2id$v=19$m=0,t=2,p=1$${salt}$${hash}`],
  ["less memory than its lanes need", `$argon2id$v=19$m=8,t=2,p=2$${salt}$${hash}`],
  ["a negative number", `$argon2id$v=19$m=-1,t=2,p=1$${salt}$${hash}`],
  ["a number with a sign", `$argon2id$v=19$m=+8,t=2,p=1$${salt}$${hash}`],
  ["another algorithm", `$argon2i$v=19$m=19456,t=2,p=1$${salt}$${hash}`],
  ["another version", `$argon2id$v=16$m=19456,t=2,p=1$${salt}$${hash}`],
  ["a short hash, which is soon guessed", `$argon2id$v=19$m=19456,t=2,p=1$${salt}$AAEC`],
  ["an empty salt", `$argon2id$v=19$m=19456,t=2,p=1$$${hash}`],
  ["a hash of base64url", `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${hash.replaceAll("A", "-")}`],
  ["parameters twice", `$argon2id$v=19$m=8,m=19456,t=2,p=1$${salt}$${hash}`],
  ["a line more", `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${hash}\n`],
  ["nothing", ""],
])("does not read %s", (_, text) => {
  expect(parsePasswordString(text)).toBeUndefined();
});
