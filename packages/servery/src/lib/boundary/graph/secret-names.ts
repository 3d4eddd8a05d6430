import { publicPrefixes } from "./public-names.ts";

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
