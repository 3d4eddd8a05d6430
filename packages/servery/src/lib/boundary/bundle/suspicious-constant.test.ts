import { describe, expect, test } from "vitest";

import { isSuspicious } from "./suspicious-constant.ts";

const chance = "q8Zk2LrT0vXw5NbYc7Hd";
const hex = "9f86d081884c7d659a2feaa0c55ad015";

test.each([
  ["apiKey", chance],
  ["API_KEY", chance],
  ["accessToken", `${chance}.${chance}`],
  ["clientSecret", chance],
  ["clientSecret", hex],
  ["password", `${hex}${hex}`],
  ["signingKey", `${chance}+/==`],
  ["PRIVATE_KEY", chance],
])("%s is suspicious when it is %s", (name, text) => {
  expect(isSuspicious(name, text)).toBe(true);
});

describe("not suspicious is", () => {
  test.each<[string | undefined, string]>([
    [undefined, chance],
    ["className", chance],
    ["integrity", `sha512-${chance}`],
    ["tokenHash", chance],
    ["publicKey", chance],
    ["csrfToken", chance],
    ["apiKey", hex],
    ["apiKey", "short1"],
    ["token", "123e4567-e89b-12d3-a456-426614174000"],
    ["secret", "123e4567-e89b-12d3-a456-426614174000"],
    ["token", "00000000000000000000000000"],
    ["token", "the token is 12 characters long"],
    ["token", "resetPasswordTokenForm2"],
    ["token", "--ds-color-token-primary-500"],
    ["password", "current-password-field-2x"],
    ["apiKey", `pk_live_${chance}`],
    ["token", `pk.${chance}`],
    ["secretUrl", `https://a.io/${chance}`],
    ["passwordPattern", "^(?=.*[A-Z])(?=.*[0-9]).{8,64}$"],
    ["__CLIENT_INTERNALS_SECRET", "DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE_2"],
  ])("%s: %s", (name, text) => {
    expect(isSuspicious(name, text)).toBe(false);
  });
});
