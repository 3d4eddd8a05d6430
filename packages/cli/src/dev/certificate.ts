import { randomUUID, X509Certificate } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { hostname, networkInterfaces } from "node:os";
import { dirname, join } from "node:path";

import { note, style } from "../output/style.ts";
import { toShown } from "../app/find-file.ts";

/** Browsers refuse certificates of a server that hold longer than about 13 months. */
const holdsDays = 397;
const dayMs = 86_400_000;

/** What a server of this machine proves itself with while it is written: key and certificate, as PEM. */
export interface DevCertificate {
  readonly key: string;
  readonly cert: string;
}

/** The addresses of this machine in its networks. */
export function findNetworkAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, scopeid = 0 }) => !internal && scopeid === 0)
    .map(({ address }) => address);
}

/**
 * The file of a certificate for this machine's names and addresses, which nobody but its owner can read.
 * It is made where there is none, or where it does not hold for all of them any more.
 */
export async function provideCertificate(now: number = Date.now()): Promise<string> {
  const file = join(findCache(process.cwd()), "dev-certificate.pem");
  const addresses = findNetworkAddresses();
  if (existsSync(file) && isUsable(readCertificate(file).cert, addresses, now)) return file;
  const { key, cert } = await makeCertificate(addresses, now);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  // Whole or not at all, for two commands may start at once.
  const draft = `${file}.${randomUUID()}`;
  writeFileSync(draft, `${key.trim()}\n${cert.trim()}\n`, { mode: 0o600 });
  renameSync(draft, file);
  note(
    style(
      "dim",
      `Made a certificate of this machine's own, ${toShown(file)}. Browsers ask once whether to trust it; its SHA-256 is ${new X509Certificate(cert).fingerprint256}`,
    ),
  );
  return file;
}

/** Reads a file that {@link provideCertificate} named. */
export function readCertificate(file: string): DevCertificate {
  const text = readFileSync(file, "utf8");
  const start = text.indexOf("-----BEGIN CERTIFICATE");
  return { key: text.slice(0, Math.max(0, start)), cert: text.slice(Math.max(0, start)) };
}

function isUsable(cert: string, addresses: readonly string[], now: number): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const holds = Date.parse(certificate.validTo) > now + dayMs;
    return holds && addresses.every((address) => certificate.checkIP(address) !== undefined);
  } catch {
    return false;
  }
}

async function makeCertificate(addresses: readonly string[], now: number): Promise<DevCertificate> {
  // Only now: it takes as long to load as all the rest.
  const { generate } = await import("selfsigned");
  const names = ["localhost", `${hostname()}.local`];
  const altNames = [
    ...names.map((value) => ({ type: 2 as const, value })),
    ...["127.0.0.1", "::1", ...addresses].map((ip) => ({ type: 7 as const, ip })),
  ];
  const { private: key, cert } = await generate([{ name: "commonName", value: "servery dev" }], {
    keyType: "ec",
    algorithm: "sha256",
    curve: "P-256",
    notBeforeDate: new Date(now - dayMs),
    notAfterDate: new Date(now + (holdsDays - 1) * dayMs),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames },
    ],
  });
  return { key, cert };
}

/** Below the nearest `node_modules`, which is in no repository; else among the folder's own hidden ones. */
function findCache(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, "node_modules"))) return join(at, "node_modules", ".cache", "servery");
    if (at === dirname(at)) break;
  }
  return join(folder, ".servery");
}
