import { isPublicName, publicPrefixes } from "./public-names.ts";

const secretWords =
  /(?:^|_)(?:SECRETS?|PRIVATE|PASSWORDS?|PASSWD|PASSPHRASE|PASSCODE|TOKENS?|CREDENTIALS?|SERVICE_ROLE|SERVICE_ACCOUNT|(?:MASTER|ADMIN|SIGNING|ENCRYPTION|SERVICE)_KEY|SK|DATABASE_URL|DB_URL|DB_URI|MONGO(?:DB)?_UR[IL]|REDIS_URL|POSTGRES_URL|CONNECTION_STRING)(?:_|$)/;

/** Keys that their providers mean browsers to have. */
const publicWords =
  /(?:^|_)(?:PUBLIC|PUBLISHABLE|ANON|MAPBOX|CESIUM|CSRF|XSRF|CLIENT_TOKEN|SITE_KEY|SITE_TOKEN|SENTRY_DSN)(?:_|$)/;

/** What is said of a secret, and is none: `TOKEN_URL`, `PASSWORD_MIN_LENGTH`. */
const aboutSecrets =
  /_(?:URLS?|URI|ENDPOINT|PATH|NAME|HEADER|COOKIE|PREFIX|LENGTH|SIZE|TTL|EXPIRY|EXPIRES(?:_IN)?|LIFETIME|TIMEOUT|INTERVAL|ENABLED|DISABLED|MODE|BETA|REQUIRED|POLICY|ADDRESS|ISSUER|AUDIENCE|TYPE|SYMBOL|DECIMALS)$/;

const addresses = /(?:DATABASE|DB|REDIS|POSTGRES|MONGO(?:DB)?)_UR[IL]$/;

/** True for a variable whose name says that it is a secret, whatever prefix it has: `VITE_STRIPE_SECRET_KEY`. */
export function isSecretName(name: string): boolean {
  const prefix = publicPrefixes.find((each) => name.startsWith(each)) ?? "";
  const own = name.slice(prefix.length);
  if (!secretWords.test(own)) return false;
  if (/SECRET|SERVICE_ROLE|PRIVATE_KEY/.test(own)) return !aboutSecrets.test(own);
  return !publicWords.test(own) && (addresses.test(own) || !aboutSecrets.test(own));
}

/** By a prefix, or by a word that providers use for keys which stand in pages: Stripe's publishable, Supabase's anonymous. */
export function isMeantForBrowsers(name: string): boolean {
  if (isPublicName(name)) return true;
  if (/SECRET|PRIVATE|PASSW(?:OR)?D|SERVICE_ROLE/i.test(name)) return false;
  return /(?:^|_)(?:PUBLIC|PUBLISHABLE|ANON|CLIENT_ID|SITE_?KEY|SENTRY_DSN)(?:_|$)/i.test(name);
}

/** True for a variable without a public prefix that is called a secret, in one of the usual ways: a key is one too. */
export function isNamedSecret(name: string): boolean {
  if (isMeantForBrowsers(name)) return false;
  const word =
    /(?:^|_)(?:SECRETS?|PASS(?:WORD|WD|PHRASE)?|TOKEN|CREDENTIALS?|PRIVATE|SERVICE_ROLE|API_?KEY|KEY|DATABASE_URL|CONNECTION_STRING)(?:_|$)/i;
  const about = /_(?:HEADER|COOKIE|PREFIX|NAME|POLICY|ISSUER|AUDIENCE|ENDPOINT|TYPE)$/i;
  return (word.test(name) && !about.test(name)) || isSecretName(name.toUpperCase());
}

/** True for a variable that a server keeps to itself: it is declared a secret, or called one. */
export function isSecretVariable(name: string, declared: ReadonlySet<string>): boolean {
  return declared.has(name) || isNamedSecret(name);
}
