import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";

import { isPublicName } from "../../boundary/graph/public-names.ts";
import type { KnownSecret } from "../../boundary/secrets/needles.ts";

/** Where secrets may be told of. */
export interface SecretSources {
  /** Variables that are secrets whatever they look like. */
  readonly names: readonly string[];
  /** The folders that may have `.env` files. */
  readonly folders: readonly string[];
  /** Chooses `.env.production` and the like. */
  readonly mode: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The variables that the bundler gives to browsers, by a prefix of the app's own too. */
  readonly given: ReadonlySet<string>;
  /** The values of `.env` files as the bundler has put them together, where it has: with what they refer to filled in. */
  readonly loaded: Readonly<Record<string, string>>;
}

/** Shorter ones are found everywhere. */
const shortest = 16;

/**
 * The secrets of a build: those that are named, what `.env` files keep from browsers, and what the environment calls a
 * secret. A name may have several values; each is one.
 */
export function findKnownSecrets(sources: SecretSources): readonly KnownSecret[] {
  const { names, environment, loaded, given } = sources;
  const files = readEnvFiles(sources);
  const found: KnownSecret[] = [];
  const add = (name: string, values: readonly (string | undefined)[]) => {
    for (const value of new Set(values))
      if (value !== undefined && value.length >= shortest) found.push({ name, value });
  };
  for (const name of names)
    add(name, [environment[name], loaded[name], ...(files.get(name) ?? [])]);
  for (const [name, values] of files)
    if (
      !names.includes(name) &&
      !isMeantForBrowsers(name) &&
      !(given.has(name) && !isNamedSecret(name))
    )
      add(name, [...values, loaded[name]].filter(isKept));
  for (const [name, value] of Object.entries(environment))
    if (!names.includes(name) && !files.has(name) && isNamedSecret(name))
      add(name, [value].filter(isKept));
  return found;
}

/** Values by name, of all files that a bundler would read. What one overrides is a secret too. */
function readEnvFiles({ folders, mode }: SecretSources): ReadonlyMap<string, readonly string[]> {
  const values = new Map<string, string[]>();
  const endings = ["", ".local", `.${mode}`, `.${mode}.local`];
  for (const folder of folders)
    for (const ending of endings)
      for (const [name, value = ""] of Object.entries(readEnvFile(join(folder, `.env${ending}`))))
        values.set(name, [...(values.get(name) ?? []), value]);
  return values;
}

function readEnvFile(path: string): Readonly<Record<string, string | undefined>> {
  try {
    return parseEnv(readFileSync(path, "utf8"));
  } catch {
    return {};
  }
}

/** By a prefix, or by a word that providers use for keys which stand in pages: Stripe's publishable, Supabase's anonymous. */
function isMeantForBrowsers(name: string): boolean {
  return (
    isPublicName(name) ||
    /(?:^|_)(?:PUBLIC|PUBLISHABLE|ANON|CLIENT_ID|SITE_?KEY|DSN)(?:_|$)/i.test(name)
  );
}

/** True for a variable that is called a secret, in one of the usual ways. */
function isNamedSecret(name: string): boolean {
  const word =
    /(?:^|_)(?:SECRETS?|PASS(?:WORD|WD|PHRASE)?|TOKEN|CREDENTIALS?|PRIVATE|SERVICE_ROLE|API_?KEY|KEY|DATABASE_URL|CONNECTION_STRING)(?:_|$)/i;
  return word.test(name) && !isMeantForBrowsers(name);
}

/**
 * False for what is an address and nothing else: a service's URL, a host, a sender's mail, a file. Pages have those too.
 * An address with a password, a query or a part that nobody would think of is kept.
 */
function isKept(value: string | undefined): boolean {
  if (value === undefined || value.length < shortest) return false;
  const isMail = /^[^<>]*<?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?$/.test(value);
  const isHost = /^(?:[a-z0-9-]+\.)+[a-z]{2,}(?::\d+)?$/.test(value);
  const isPath = /^(?:file:|~?\.{0,2}\/)(?:[\w.-]*\/)*[\w.-]*$/.test(value) && isPlain(value);
  return !(isMail || isHost || isPath || isPlainAddress(value));
}

function isPlainAddress(value: string): boolean {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || url.host === "" || url.protocol === "data:") return false;
  return url.username + url.password + url.search + url.hash === "" && isPlain(url.pathname);
}

/** Paths of words: `/api/v1/shop.db`, and not `/services/T0AK3F/B7Q/xYz…`. */
function isPlain(path: string): boolean {
  return path.split(/[/:]/).every((part) => /^[a-z._~-]*\d{0,2}(?:\.[a-z0-9]{1,5})?$/.test(part));
}
