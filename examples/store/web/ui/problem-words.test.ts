import { expect, test } from "vitest";

import { toWords } from "./problem-words.ts";

test.each([
  [
    { code: "weak_password", data: { reason: "too_short", minLength: 8 } },
    "This password is too short: 8 characters at least. A few words make a good one.",
  ],
  [
    { code: "weak_password", data: { reason: "common", minLength: 15 } },
    "This password is on lists of common ones. Choose another.",
  ],
  [
    { code: "too_many_attempts", data: { retryAfterSeconds: 45 } },
    "Too many attempts. Try again in 45 seconds.",
  ],
  [
    { code: "too_many_attempts", data: { retryAfterSeconds: 600 } },
    "Too many attempts. Try again in 10 minutes.",
  ],
  [{ code: "too_many_requests" }, "Too many attempts. Try again later."],
  [
    { code: "invalid_input", errors: [{ pointer: "/email", detail: "No e-mail address" }] },
    "No e-mail address",
  ],
  [
    { code: "last_administrator" },
    "Somebody must be left to administer the shop. Make somebody else an administrator first.",
  ],
  [{ code: "invalid_code" }, "This code is wrong, or has expired."],
  [{ code: "out_of_tea", detail: "The kettle is empty." }, "The kettle is empty."],
  [{ code: "out_of_tea" }, "No tea."],
])("%j reads: %s", (problem, words) => {
  expect(toWords({ title: "No tea", ...problem })).toBe(words);
});
