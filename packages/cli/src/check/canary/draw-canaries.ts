import {
  createPrivateKey,
  generateKeyPairSync,
  type JsonWebKeyInput,
  type KeyObject,
  randomInt,
} from "node:crypto";

import { type CanarySource, type KnownSecret, toCanary } from "servery/boundary";

/** Canaries in the places of secrets. */
export interface Canaries {
  /** The variables to build with. */
  readonly environment: Readonly<Record<string, string>>;
  readonly canaries: readonly KnownSecret[];
  /** The names whose canary leaves so little to draw that it could stand anywhere by chance. */
  readonly poor: readonly string[];
}

/** Fewer characters than these that differ from the secret may do so by chance. */
const leastDrawn = 8;

/** Draws a canary for each secret. Equal values get the same one, for whoever compares them. */
export function drawCanaries(secrets: readonly KnownSecret[]): Canaries {
  const drawn = new Map<string, string>();
  for (const { value } of secrets) if (!drawn.has(value)) drawn.set(value, toCanary(value, source));
  const canaries = secrets.map(({ name, value }) => ({ name, value: drawn.get(value)! }));
  return {
    environment: Object.fromEntries(canaries.map(({ name, value }) => [name, value])),
    canaries,
    poor: secrets
      .filter(({ value }) => countDrawn(value, drawn.get(value)!) < leastDrawn)
      .map(({ name }) => name),
  };
}

function countDrawn(value: string, canary: string): number {
  return [...canary].filter((sign, at) => sign !== value[at]).length;
}

const source: CanarySource = {
  below: (limit) => randomInt(limit),
  keyLike: (pem) =>
    attempt(() => {
      const key = createPrivateKey(pem);
      const type = pem.includes("BEGIN PRIVATE KEY") ? "pkcs8" : envelopes[typeOf(key)];
      return String(generateLike(key).export({ format: "pem", type }));
    }),
  webKeyLike: (given) =>
    attempt(() => {
      const key = createPrivateKey({ key: given, format: "jwk" } as JsonWebKeyInput);
      return { ...given, ...generateLike(key).export({ format: "jwk" }) };
    }),
};

/** What cannot be read is of no kind that is known: a password protects it, or it is a certificate. */
function attempt<T>(make: () => T): T | undefined {
  try {
    return make();
  } catch {
    return undefined;
  }
}

/** The envelope of each kind that says its kind. */
const envelopes = { rsa: "pkcs1", ec: "sec1", ed25519: "pkcs8", x25519: "pkcs8" } as const;

/** @throws of a kind that no other can be made of */
function typeOf({ asymmetricKeyType: type }: KeyObject): keyof typeof envelopes {
  if (type === "rsa" || type === "ec" || type === "ed25519" || type === "x25519") return type;
  throw new Error(`No other key of the kind ${type} is made.`);
}

function generateLike(key: KeyObject): KeyObject {
  const { modulusLength = 2048, namedCurve = "P-256" } = key.asymmetricKeyDetails ?? {};
  const type = typeOf(key);
  if (type === "rsa") return generateKeyPairSync(type, { modulusLength }).privateKey;
  if (type === "ec") return generateKeyPairSync(type, { namedCurve }).privateKey;
  return type === "ed25519"
    ? generateKeyPairSync(type).privateKey
    : generateKeyPairSync(type).privateKey;
}
