import { createPrivateKey, generateKeyPairSync, randomInt } from "node:crypto";

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
  keyLike(pem) {
    try {
      return makeKeyLike(pem);
    } catch {
      // It is of no kind that can be read: a password protects it, or it is a certificate.
      return undefined;
    }
  },
};

function makeKeyLike(pem: string): string | undefined {
  const { asymmetricKeyType, asymmetricKeyDetails = {} } = createPrivateKey(pem);
  const type = pem.includes("BEGIN PRIVATE KEY") ? "pkcs8" : undefined;
  if (asymmetricKeyType === "rsa") {
    const { modulusLength = 2048 } = asymmetricKeyDetails;
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength });
    return String(privateKey.export({ format: "pem", type: type ?? "pkcs1" }));
  }
  if (asymmetricKeyType === "ec") {
    const { namedCurve = "P-256" } = asymmetricKeyDetails;
    const { privateKey } = generateKeyPairSync("ec", { namedCurve });
    return String(privateKey.export({ format: "pem", type: type ?? "sec1" }));
  }
  if (asymmetricKeyType !== "ed25519") return undefined;
  const { privateKey } = generateKeyPairSync("ed25519");
  return String(privateKey.export({ format: "pem", type: "pkcs8" }));
}
