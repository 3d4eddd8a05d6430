import { describe, expect, test } from "vitest";

import { crc32 } from "./checked-keys.ts";
import { findKeys } from "./key-formats.ts";

const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/** So many characters that are the same each time and look like chance. */
function random(length: number, among = alphabet): string {
  let seed = 7;
  return Array.from({ length }, () => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
    return among.charAt((seed >>> 8) % among.length);
  }).join("");
}
const hex = (length: number) => random(length, "0123456789abcdef");
function withChecksum(prefix: string): string {
  const body = random(30);
  let rest = crc32(body);
  let sum = "";
  for (; rest > 0; rest = Math.floor(rest / 62)) sum = alphabet.charAt(rest % 62) + sum;
  return prefix + body + sum.padStart(6, "0");
}
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const jwt = (claims: object) =>
  `${base64url({ alg: "HS256", typ: "JWT" })}.${base64url({ iss: "supabase", iat: 1625137684, ...claims })}.${random(43)}`;
const pem = (kind: string, newline: string) =>
  `-----BEGIN ${kind}-----${newline}${random(64)}${newline}${random(40)}==${newline}-----END ${kind}-----`;
const password = random(20);

/** Written in two, so that this file has no key that other tools would find. */
const keys: readonly (readonly [format: string, key: string])[] = [
  // A token that GitHub revoked and its owner published to show the format.
  ["GitHub token", `gh${"p_"}zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17`],
  ["GitHub token", withChecksum("gho_")],
  ["GitHub fine-grained token", `github_pat_${random(22)}_${random(59)}`],
  ["npm token", withChecksum("npm_")],
  ["Stripe or Clerk secret key", `sk_${"live_"}${random(24)}`],
  ["Stripe or Clerk secret key", `rk_${"live_"}${random(99)}`],
  ["webhook signing secret", `whsec_${random(32)}`],
  [
    "AWS access key with its secret",
    `AKIA${random(16, "ABCDEFGHIJKLMNOP234567")}",secret:"${random(38)}/+"`,
  ],
  ["PEM private key", pem("PRIVATE KEY", "\n")],
  ["PEM private key", pem("RSA PRIVATE KEY", "\\n")],
  ["PEM private key", pem("EC PRIVATE KEY", "\\\\n")],
  ["PEM private key", `{"type":"service_account","private_key":"${pem("PRIVATE KEY", "\\n")}"}`],
  ["Slack token", `xox${"b-"}123456789012-1234567890123-${random(24)}`],
  ["Slack app token", `xapp-1-A0123ABCDEF-1234567890123-${hex(64)}`],
  ["Slack webhook address", `https://hooks.slack.com/services/T0123ABCD/B0123ABCD/${random(24)}`],
  ["SendGrid key", `SG.${random(22)}.${random(43)}`],
  ["Twilio key with its secret", `SK${hex(32)}","${random(32)}"),twilio()`],
  ["OpenAI key", `sk-${random(20)}T3BlbkFJ${random(20)}`],
  ["OpenAI key", `sk-proj-${random(74)}T3BlbkFJ${random(74)}`],
  ["OpenAI project key", `sk-proj-${random(80)}`],
  ["Anthropic key", `sk-ant-api03-${random(93)}AA`],
  ["Supabase service_role key", jwt({ role: "service_role" })],
  ["Supabase secret key", `sb_${"secret_"}${random(31)}`],
  ["database address with a password", `postgres://app:${password}@db.shop.io:5432/shop`],
  ["database address with a password", `postgresql://app:${password}@10.0.0.5/shop`],
  ["database address with a password", `mongodb+srv://app:${password}@cluster0.abc.mongodb.net`],
  ["database address with a password", `redis://:${password}@cache.shop.io`],
  ["database address with a password", `mysql://app:${password}@localhost/shop`],
  ["GitLab token", `gl${"pat-"}${random(20)}`],
  ["DigitalOcean token", `dop_v1_${hex(64)}`],
  ["Mailgun key", `key-${hex(32)}",domain:"mg.shop.io",api:"api.mailgun.net`],
  ["Mailgun key", `${hex(32)}-${hex(8)}-${hex(8)}",api:"api.mailgun.net`],
  ["Telegram bot token", `123456789:AA${random(33)}`],
  [
    "Discord bot token",
    `${Buffer.from("123456789012345678").toString("base64")}.${random(6)}.${random(38)}`,
  ],
  ["Shopify token", `shpat_${hex(32)}`],
  ["Google OAuth client secret", `GOCSPX-${random(28)}`],
  ["Azure storage key", `AccountName=a;AccountKey=${random(86)}==`],
  ["Hugging Face token", `hf_${random(34, alphabet.slice(10))}`],
  ["Google API key", `AIza${random(35)}`],
];
const named = (text: string) => findKeys(text).map(({ format }) => format);

describe("a key is found", () => {
  test.each(keys)("%s", (format, key) => {
    for (const text of [key, `f("${key}")`, `{"a":"${key}","b":1}`, `\\n${key}\\n`, `a=${key};\n`])
      expect(named(text)).toEqual([format]);
  });

  test("with its place, and a print that tells it from others", () => {
    const [one, other] = [withChecksum("ghp_"), withChecksum("gho_")];
    const found = findKeys(`f("${one}", "${other}", "${one}")`);
    expect(found.map(({ start, end }) => [start, end])).toEqual([
      [3, 43],
      [47, 87],
      [91, 131],
    ]);
    const [first, second, third] = found.map(({ print }) => print);
    expect(first).toMatch(/^[0-9a-f]{8}$/);
    expect([first === third, first === second]).toEqual([true, false]);
    expect(findKeys(`sk_${"live_"}${random(24)}`)[0]!.print).not.toBe(first);
  });

  test("with a print that does not depend on a password", () => {
    const [one, other] = ["Xq81kzPw7f", "Yq81kzPw7f"].map(
      (each) => findKeys(`postgres://app:${each}@db.shop.io/a`)[0]!.print,
    );
    expect(one).toBe(other);
  });
});

describe("nothing is found in", () => {
  test.each<[string, string]>([
    ["Stripe's publishable key", `pk_live_${random(24)}`],
    ["Supabase's anonymous key", jwt({ role: "anon" })],
    ["Supabase's publishable key", `sb_publishable_${random(31)}`],
    ["another token", jwt({ sub: "service_role" })],
    ["Mapbox's public token", `pk.${base64url({ u: "shop", a: "ck" })}.${random(22)}`],
    ["a DSN of Sentry's", `https://${hex(32)}@o123456.ingest.sentry.io/1234567`],
    ["a site key of reCAPTCHA's", `6L${random(38)}`],
    ["a site key of Turnstile's", `0x4AAAAAAA${random(14)}`],
    [
      "a configuration of Firebase's",
      `{apiKey:"AIza${random(35)}",authDomain:"shop.firebaseapp.com"}`,
    ],
    ["a token with a wrong checksum", `${withChecksum("ghp_").slice(0, -1)}_`],
    ["a token of another sum", `ghp_${random(36)}`],
    ["npm's with another sum", `npm_${random(36)}`],
    [
      "a key's beginning in documentation",
      `sk_live_${"x".repeat(24)} sk_live_... sk-ant-api03-...`,
    ],
    [
      "a library that writes PEM",
      '"-----BEGIN PRIVATE KEY-----\\n"+a+"\\n-----END PRIVATE KEY-----"',
    ],
    [
      "a library that reads PEM",
      'if(a.indexOf("-----BEGIN RSA PRIVATE KEY-----")!==0)throw new TypeError("x")',
    ],
    ["a public key", pem("PUBLIC KEY", "\n")],
    ["a certificate", pem("CERTIFICATE", "\n")],
    ["an AWS identifier alone", `AKIA${random(16, "ABCDEFGHIJKLMNOP234567")}`],
    ["AWS's example", `AKIAIOSFODNN7EXAMPLE","wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"`],
    ["an identifier of Twilio's alone", `SK${hex(32)}`],
    [
      "addresses in documentation",
      "postgres://user:password@host:5432/db mysql://root:secret@db.io redis://:<password>@a.io",
    ],
    ["an address of an example", `postgres://app:${password}@db.example.com/shop`],
    ["an address that is a template", "postgres://app:${password}@db.shop.io mongodb://a:%s@b.io"],
    ["an address without a password", "postgres://app@db.shop.io/shop redis://cache.shop.io:6379"],
    ["the middle of a word", `task_live_${random(24)} xsk_${"live_"}${random(24)}`],
    ["a UUID", "123e4567-e89b-12d3-a456-426614174000"],
    ["hashes", `sha512-${random(86)}== ${hex(40)} ${hex(64)}`],
    ["class names", "key-value sk-button SG.title xoxo-gossip glpat-form npm_config_user_agent"],
  ])("%s", (_, text) => {
    expect(named(text)).toEqual([]);
    expect(named(`f("${text}")`)).toEqual([]);
  });
});

test("hostile texts end soon", () => {
  const started = performance.now();
  for (const piece of [
    "eyJ",
    "sk-proj-",
    "postgres://a:",
    "xoxb-1",
    "M",
    "1",
    "a",
    "-----BEGIN PRIVATE KEY-----",
    "sk_live_1",
    "AKIA",
  ])
    findKeys(piece.repeat(200_000 / piece.length));
  expect(performance.now() - started).toBeLessThan(5000);
});
