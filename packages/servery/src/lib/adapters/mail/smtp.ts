import { isLoopback } from "../../base/loopback.ts";
import { ServeryError } from "../../base/servery-error.ts";
import { revealText, type Secret } from "../../boundary/secrets/secret.ts";
import type { Mailer } from "../../server/identity/mail/mailer.ts";
import { importNodemailer, toMessage } from "./nodemailer.ts";
import { toSmtpFailure } from "./smtp-failure.ts";

/** How to reach the server that delivers mails. */
export interface SmtpOptions {
  readonly host: string;
  /** Default 465 with `tls`, 587 with `starttls`, 25 with `none`. */
  readonly port?: number;
  /**
   * `tls` from the first byte, `starttls` or nothing at all, `none` in the clear. Default: `tls` on port
   * 465, `none` for a server on this machine, else `starttls`.
   */
  readonly security?: "tls" | "starttls" | "none";
  readonly user?: string;
  /** A `secret()` is revealed when a mail is sent. */
  readonly password?: string | Secret;
  /** The certificate of an authority of one's own, as PEM. Certificates are always checked. */
  readonly ca?: string;
  /** How long connecting, the greeting and each answer may take, in milliseconds. Default 20,000. */
  readonly timeoutMs?: number;
}

/**
 * Sends mails through a server (RFC 5321), one connection each. What the server refuses for good (5xx)
 * is not tried again; what it puts off (4xx), and a server that cannot be reached, is.
 * @throws ServeryError `invalid_smtp` for options that cannot work.
 */
export function smtp(options: SmtpOptions): Mailer {
  const security = options.security ?? defaultSecurity(options);
  assertSmtp(options, security);
  const transport = toTransport(options, security);
  return {
    async send(mail) {
      const { createTransport } = await importNodemailer();
      const message = toMessage(mail);
      const transporter = createTransport({ ...transport, ...toCredentials(options) });
      try {
        await transporter.sendMail(message);
      } catch (error) {
        throw toSmtpFailure(error, `${transport.host}:${transport.port}`);
      } finally {
        transporter.close();
      }
    },
  };
}

type Security = NonNullable<SmtpOptions["security"]>;
const defaultPorts: Readonly<Record<Security, number>> = { tls: 465, starttls: 587, none: 25 };

function toTransport({ host, port, ca, timeoutMs = 20_000 }: SmtpOptions, security: Security) {
  return {
    host,
    port: port ?? defaultPorts[security],
    secure: security === "tls",
    requireTLS: security === "starttls",
    ignoreTLS: security === "none",
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
    tls: { minVersion: "TLSv1.2" as const, ...(ca !== undefined && { ca }) },
  };
}

function toCredentials({ user, password }: SmtpOptions) {
  return user === undefined || password === undefined
    ? {}
    : { auth: { user, pass: revealText(password) } };
}

function defaultSecurity({ host, port }: SmtpOptions): Security {
  if (port === 465) return "tls";
  return isLoopback(host) ? "none" : "starttls";
}

function assertSmtp({ host, port, user, password }: SmtpOptions, security: Security): void {
  const mistake = !/^[\w.:-]+$/.test(host)
    ? '`host` must be a name or an address, such as "smtp.example.com"'
    : port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)
      ? "`port` must be a whole number from 1 to 65535"
      : (user === undefined) !== (password === undefined)
        ? "`user` and `password` belong together"
        : password !== undefined && security === "none" && !isLoopback(host)
          ? 'a password must not travel in the clear: leave `security` out, or say "starttls"'
          : undefined;
  if (mistake === undefined) return;
  throw new ServeryError("invalid_smtp", `smtp(): ${mistake}.`);
}
