import { describe, expect, test } from "vitest";

import type { MailData, MailKind } from "./mail-data.ts";
import { isSender, type MailTexts, writeMail } from "./write-mail.ts";

const every: { readonly [K in MailKind]: MailData[K] } = {
  verify_email: { code: "12345678" },
  account_exists: {},
  reset_password: { token: "t" },
  password_changed: {},
  invitation: { token: "t" },
  second_factor_added: {},
  second_factor_removed: {},
  recovery_codes_renewed: {},
  api_key_added: { name: "My sync" },
  passkey_added: { name: "My phone" },
  passkey_removed: { name: "My phone" },
  social_linked: { provider: "google" },
  social_unlinked: { provider: "google" },
  sessions_revoked: {},
  new_sign_in: { device: "Firefox on Linux", address: "192.0.2.1" },
  account_deleted: {},
};

const hostile = `<script src=//evil.example></script>"'&\r\nBcc: eve@evil.example\u202e`;

function write(
  kind: MailKind,
  data: object,
  { service = "The Shop", texts }: { service?: string; texts?: MailTexts } = {},
) {
  return writeMail(
    {
      service,
      from: "shop@shop.example",
      link: (_kind, token) => `https://shop.example/page#${token}`,
      texts,
    },
    {
      messageId: "ab",
      recipient: "ann@example.com",
      kind,
      data: data as Record<string, string>,
      createdAt: 0,
      validUntil: 20 * 60_000,
    },
  );
}

describe.each(Object.entries(every) as [MailKind, object][])("a mail of kind %s", (kind, data) => {
  test("says the same as text and as HTML, with no link but to the origin", () => {
    const { subject, text, html } = write(kind, data);
    expect(subject).toMatch(/The Shop/);
    expect(text.split("\n").filter((line) => line.length > 78)).toEqual([]);
    expect(text.endsWith("-- \nThe Shop\n")).toBe(true);
    const links = [...`${text}${html}`.matchAll(/https?:[^\s"<]*/g)].map(([link]) => link);
    expect(new Set(links)).toEqual(new Set("token" in data ? ["https://shop.example/page#t"] : []));
    expect(html).not.toMatch(/<(?:img|script|link|style|iframe)|src=|url\(/);
    const words = (each: string) => each.replaceAll(/<[^>]*>|\s+/g, " ").replaceAll(/\s+/g, " ");
    for (const sentence of words(text)
      .split(/(?<=[.:]) /)
      .slice(0, 1))
      expect(words(html)).toContain(sentence.trim());
  });

  test("lets nothing that somebody typed out of its place", () => {
    const typed = Object.fromEntries(Object.keys(data).map((name) => [name, hostile]));
    const { subject, html } = write(kind, typed, { service: hostile });
    expect(subject).not.toMatch(/[\r\n\u202e]/);
    expect(html).not.toContain("<script");
    expect(html).not.toMatch(/="[^"]*<script/);
  });
});

test("what somebody named is cut short and kept on its line", () => {
  const { text } = write("passkey_added", { name: `a\r\n\r\nb${"c".repeat(200)}` });
  expect(text).toMatch(/^The passkey “a\sb(c{76})…”\scan now sign in/);
  expect(text).not.toContain("c".repeat(90));
});

test("a code is in the mail, and not in its subject, which others log", () => {
  const { subject, text, html } = write("verify_email", { code: "12345678" });
  expect([
    subject.includes("12345678"),
    text.includes("    12345678\n"),
    html.includes(">12345678<"),
  ]).toEqual([false, true, true]);
  expect(text).toContain("20 minutes");
});

test("an application says it in words of its own, kind by kind, and gets the link and never the token", () => {
  const seen: unknown[] = [];
  const texts: MailTexts = (kind, data) => {
    seen.push([kind, data]);
    return kind === "invitation"
      ? { subject: "Hi\r\nBcc: x@y.z", text: "t", html: "h" }
      : undefined;
  };
  expect(write("invitation", { token: "t" }, { texts })).toMatchObject({
    subject: "Hi Bcc: x@y.z",
    text: "t",
    html: "h",
  });
  expect(write("reset_password", { token: "t" }, { texts }).subject).toBe(
    "Choose a new password for The Shop",
  );
  expect(seen[0]).toEqual([
    "invitation",
    { service: "The Shop", link: "https://shop.example/page#t" },
  ]);
});

test.each([
  ["shop@shop.example", true],
  ["The Shop <shop@shop.example>", true],
  ["Würmer & Söhne <post@würmer.example>", true],
  ["", false],
  ["The Shop", false],
  ["a@b.example, c@d.example", false],
  ["a@b.example\r\nBcc: c@d.example", false],
  ["The Shop <a@b.example> <c@d.example>", false],
  ['"x@y.example" <a@b.example>', false],
])("%j is a sender: %s", (from, expected) => {
  expect(isSender(from)).toBe(expected);
});
