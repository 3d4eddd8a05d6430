import {
  crc32,
  hasChecksum,
  isExample,
  isNowhere,
  namesAccount,
  readClaims,
} from "./checked-keys.ts";
import type { Severity } from "../finding.ts";

/** How a provider writes a key that is for servers only. */
interface KeyFormat {
  readonly name: string;
  /** Matches it whole, from its prefix on. Told apart from what stands around by {@link findKeys}. */
  readonly pattern: RegExp;
  readonly severity?: Severity;
  /** What else must hold; a {@link Severity} where that depends. */
  readonly verify?: (key: string, around: Around, match: RegExpExecArray) => boolean | Severity;
}

/** The text that a key stands in. */
interface Around {
  /** Whether something stands near: within some hundred characters. */
  near(pattern: RegExp): boolean;
}

/** A key that was found. Never told but by its format's name and its print. */
export interface FoundKey {
  readonly format: string;
  readonly severity: Severity;
  readonly start: number;
  readonly end: number;
  /** The same for the same key, and of no use for finding it out: 32 bits of it. */
  readonly print: string;
}

/**
 * Formats by what their providers publish. Those with a prefix that only secrets have are errors, and are verified where they
 * have a checksum. Keys that are made for browsers are not here: `pk_live_` (docs.stripe.com/keys-best-practices),
 * `sb_publishable_` and JWTs with the role `anon` (supabase.com/docs/guides/api/api-keys), Mapbox's `pk.`, DSNs, site keys.
 */
const formats: readonly KeyFormat[] = [
  {
    name: "GitHub token",
    pattern: /gh[pousr]_[0-9A-Za-z]{36}/,
    verify: (key) => hasChecksum(key.slice(4)),
  },
  { name: "GitHub fine-grained token", pattern: /github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}/ },
  { name: "npm token", pattern: /npm_[0-9A-Za-z]{36}/, verify: (key) => hasChecksum(key.slice(4)) },
  // "Audit your source code by searching for sk_live_ and rk_live_"; Clerk's secret keys have the same prefix.
  { name: "Stripe or Clerk secret key", pattern: /[sr]k_live_[0-9A-Za-z]{16,247}/ },
  // Test keys take no live actions, but show a place where the live one would be.
  {
    name: "Stripe or Clerk test secret key",
    pattern: /[sr]k_test_[0-9A-Za-z]{24,247}/,
    severity: "warning",
  },
  { name: "webhook signing secret", pattern: /whsec_[0-9A-Za-z+/]{32,100}={0,2}/ },
  // The id "is not secret" by itself (AWS Security Credentials); with its 40-character secret it is.
  {
    name: "AWS access key with its secret",
    pattern: /A(?:KIA|SIA)[A-Z2-7]{16}/,
    verify: (key, { near }) =>
      !key.endsWith("EXAMPLE") &&
      near(
        /(?<![\w/+])(?=[^"'`\s]*[a-z])(?=[^"'`\s]*[A-Z])(?=[^"'`\s]*\d)[A-Za-z0-9/+]{40}(?![\w/+=])/,
      ),
  },
  {
    name: "PEM private key",
    pattern:
      /-----BEGIN (?:RSA |EC |DSA |OPENSSH |ENCRYPTED |PGP )?PRIVATE KEY(?: BLOCK)?-----(?:\s|\\+[nr]){0,8}[A-Za-z0-9+/=:, \r\n\\-]{64}/,
  },
  {
    name: "Slack token",
    pattern: /xox[abeoprs](?:\.xox[bp])?-(?:\d-)?[0-9A-Za-z-]{20,250}/,
    verify: (key) => /\d/.test(key),
  },
  { name: "Slack app token", pattern: /xapp-\d-[0-9A-Z]{9,12}-\d{10,14}-[0-9a-f]{64}/ },
  {
    name: "Slack webhook address",
    pattern: /hooks\.slack\.com\/services\/T[0-9A-Z]{7,12}\/B[0-9A-Z]{7,12}\/[0-9A-Za-z]{24}/,
  },
  { name: "SendGrid key", pattern: /SG\.[\w-]{22}\.[\w-]{43}/ },
  // An SK identifier is as a user name; what opens is the secret of 32 characters beside it (twilio.com/docs/iam/api-keys).
  {
    name: "Twilio key with its secret",
    pattern: /(?:SK|AC)[0-9a-f]{32}/,
    verify: (_, { near }) =>
      near(/twilio|authToken|account_?sid/i) &&
      near(/["'`:](?=[^"'`]*\d)[0-9A-Za-z]{32}(?:["'`@]|$)/),
  },
  {
    name: "OpenAI key",
    pattern: /sk-(?:proj-|svcacct-|admin-)?[\w-]{20,100}T3BlbkFJ[\w-]{20,100}/,
  },
  {
    name: "OpenAI project key",
    pattern: /sk-(?:proj|svcacct|admin)-[\w-]{40,200}/,
    verify: (key) => /\d/.test(key) && !key.includes("T3BlbkFJ"),
  },
  { name: "Anthropic key", pattern: /sk-ant-[a-z]{3,6}\d\d-[\w-]{80,120}/ },
  // "It can bypass Row Level Security, so it should only be used on a private server"; the role is a claim.
  {
    name: "Supabase service_role key",
    pattern: /eyJ[\w-]{10,200}\.eyJ[\w-]{20,2000}\.[\w-]{20,1000}/,
    verify: (key) => ["service_role", "supabase_admin"].includes(String(readClaims(key)["role"])),
  },
  { name: "Supabase secret key", pattern: /sb_secret_[\w-]{20,80}/ },
  {
    name: "database address with a password",
    pattern:
      /(?:postgres(?:ql)?|mysql2?|mariadb|mongodb(?:\+srv)?|rediss?|mssql|sqlserver|amqps?|libsql|clickhouse):\/\/([^\s:/@"'`<>]{0,100}):([^\s/@"'`<>]{3,200})@([^\s/:?,"'`<>\\]{1,250})/,
    verify: (_key, _around, [, , password, host]) =>
      isExample(password!) ? false : isNowhere(host!) ? (isLocal(host!) ? "warning" : false) : true,
  },
  {
    name: "GitLab token",
    pattern: /gl(?:pat|oas|dt|rt|ptt|agent|soat|ft)-[\w-]{20,64}/,
    verify: (key) => /\d/.test(key),
  },
  { name: "DigitalOcean token", pattern: /do[opr]_v1_[0-9a-f]{64}/ },
  { name: "Mailgun key", pattern: /key-[0-9a-f]{32}/, verify: (_, { near }) => near(/mailgun/i) },
  {
    name: "Mailgun key",
    pattern: /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}/,
    verify: (_, { near }) => near(/mailgun/i),
  },
  { name: "Telegram bot token", pattern: /\d{8,10}:AA[\w-]{33}/ },
  {
    name: "Discord bot token",
    pattern: /[MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,38}/,
    verify: namesAccount,
  },
  { name: "Shopify token", pattern: /shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}/ },
  { name: "Square token", pattern: /sq0(?:atp|csp)-[\w-]{22,43}/ },
  { name: "Google OAuth client secret", pattern: /GOCSPX-[\w-]{28}/ },
  { name: "Azure storage key", pattern: /AccountKey=[A-Za-z0-9+/]{86}==/ },
  { name: "Hugging Face token", pattern: /hf_[A-Za-z]{34}/ },
  {
    name: "Resend key",
    pattern: /re_[0-9A-Za-z]{8}_[0-9A-Za-z]{24}/,
    verify: (key) => /\d/.test(key),
  },
  { name: "Vault token", pattern: /hv[sb]\.[\w-]{90,300}/ },
  { name: "Groq key", pattern: /gsk_[0-9A-Za-z]{52}/ },
  // May be in a browser if it is restricted; in a Firebase configuration it is "public by design".
  {
    name: "Google API key",
    pattern: /AIza[\w-]{35}/,
    severity: "warning",
    verify: (_, { near }) => !near(/authDomain|messagingSenderId|firebaseapp\.com|firebase/i),
  },
];

function isLocal(host: string): boolean {
  return /^(?:localhost|127\.|\[::1\])/i.test(host);
}

/** All formats at once, each as a group of its own: one pass over a text that has none of them. */
const all = new RegExp(
  formats.map(({ pattern }) => `(?:${withoutGroups(pattern.source)})`).join("|"),
  "g",
);

/** How far around a key something is near. */
const nearness = 400;

/** Finds keys by what providers write them like. What is not a whole word of its own is none. */
export function findKeys(text: string): readonly FoundKey[] {
  const found: FoundKey[] = [];
  all.lastIndex = 0;
  for (let hit = all.exec(text); hit !== null; hit = all.exec(text)) {
    const key = identify(text, hit.index);
    if (key !== undefined) found.push(key);
    all.lastIndex = key?.end ?? hit.index + 1;
  }
  return found;
}

const sticky = formats.map((format) => ({
  ...format,
  pattern: new RegExp(format.pattern.source, "y"),
}));

function identify(text: string, start: number): FoundKey | undefined {
  const before = text.slice(Math.max(0, start - 2), start);
  // `\nsk_live_…` in a literal: the n is no letter of a word.
  if (/[0-9A-Za-z_]$/.test(before) && !/\\[nrtbfv0]$/.test(before)) return undefined;
  for (const { name, pattern, severity = "error", verify } of sticky) {
    pattern.lastIndex = start;
    const match = pattern.exec(text);
    if (match === null) continue;
    const [key] = match;
    const end = start + key.length;
    if (/^[0-9A-Za-z_]/.test(text.slice(end, end + 1)) && !key.startsWith("-----")) continue;
    if (isSample(key)) continue;
    const around: Around = {
      near: (wanted) =>
        wanted.test(text.slice(Math.max(0, start - nearness), start)) ||
        wanted.test(text.slice(end, end + nearness)),
    };
    const verdict = verify?.(key, around, match) ?? true;
    if (verdict === false) continue;
    // A password may be guessed by its print, so of an address it is made without it.
    const printed = match[3] === undefined ? key : `${match[1]}@${match[3]}`;
    const print = crc32(printed).toString(16).padStart(8, "0");
    return { format: name, severity: verdict === true ? severity : verdict, start, end, print };
  }
  return undefined;
}

/** What documentation writes in the place of a key: `sk_live_xxxxxxxxxxxxxxxxxxxxxxxx`. */
function isSample(key: string): boolean {
  return /(.)\1{9}|XXXX|xxxx|YOUR|EXAMPLE|0123456789abcdef0123/.test(key) || new Set(key).size < 10;
}

function withoutGroups(source: string): string {
  return source.replace(/(?<!\\)\((?!\?)/g, "(?:");
}
