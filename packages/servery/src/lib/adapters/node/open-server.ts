import type { Server, ServerOptions } from "node:http";

import { ServeryError } from "../../base/servery-error.ts";
import { createServer } from "./node-http.ts";

/** What a server proves itself with, as PEM. */
export interface ServerCertificate {
  readonly key: string;
  /** The server's certificate, and after it those that lead to a known authority. */
  readonly cert: string;
}

/**
 * Makes a server of HTTP, or of HTTPS (TLS 1.2 and 1.3) where there is a certificate.
 * @throws ServeryError `invalid_certificate`.
 */
export function openServer(options: ServerOptions, tls: ServerCertificate | undefined): Server {
  if (tls === undefined) return createServer(options);
  const { key, cert } = tls;
  const { createServer: createSecureServer } = process.getBuiltinModule("node:https");
  try {
    // Whoever connects and says nothing is sent away as early as one who sends no headers.
    return createSecureServer({ ...options, key, cert, handshakeTimeout: options.headersTimeout });
  } catch (cause) {
    throw new ServeryError(
      "invalid_certificate",
      `The certificate or its key cannot be used (${cause instanceof Error ? cause.message : String(cause)}). Give both as PEM, and the key that belongs to the certificate.`,
      { cause },
    );
  }
}
