import { expect, test } from "vitest";

import { commonPasswords } from "./common-passwords.ts";
import { findWeakness } from "./password-rules.ts";

const rules = { minLength: 15, service: "record-shop" };
const owner = { email: "ada.lovelace@example.com", name: "Ada King" };

test.each([
  "violet harbour lantern",
  "  spaces at both ends  ",
  "это достаточно длинный пароль",
  "🦊🌲🌧️ fox in the rain",
  "8f3k29dkq0z1mvb",
  "Ada likes cobalt trumpets",
  "x".repeat(200) + " and something else",
])("takes %j", async (password) => {
  expect(await findWeakness(password, rules, owner)).toBeUndefined();
});

test.each([
  ["fourteen chars", "too_short"],
  // Fifteen units of UTF-16, eight characters.
  ["🦊🦊🦊🦊🦊🦊🦊x", "too_short"],
  ["passwordpassword", "common"],
  ["Password1234567890", "common"],
  ["qwertyuiopqwertyuiop", "common"],
  ["123456789012345", "common"],
  ["abcdefghijklmnopq", "common"],
  ["zyxwvutsrqponmlk", "common"],
  ["aaaaaaaaaaaaaaaa", "common"],
  ["abababababababab", "common"],
  ["!!!Liverpool!!!!", "common"],
  ["ｐａｓｓｗｏｒｄ１２３４５６７", "common"],
  ["ada.lovelace@example.com", "like_account"],
  ["AdaLovelace1815", "like_account"],
  ["recordshop-record-shop", "like_account"],
  ["ADA-KING-ADA-KING", "like_account"],
])("refuses %j: %s", async (password, weakness) => {
  expect(await findWeakness(password, rules, owner)).toBe(weakness);
});

test("refuses the most common passwords that an account with a second factor could have", async () => {
  const short = { minLength: 8, service: "x" };
  const long = [...commonPasswords()].filter(({ length }) => length >= 8);
  expect(long.length).toBeGreaterThan(9000);
  for (const password of long.slice(0, 3000))
    expect(await findWeakness(password, short, { email: "xq@zv.jk" }), password).toBe("common");
});
