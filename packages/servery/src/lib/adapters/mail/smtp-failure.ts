import { ServeryError } from "../../base/servery-error.ts";

/** What nodemailer tells of a failure. */
interface SmtpError {
  readonly code?: string;
  readonly response?: string;
  readonly responseCode?: number;
  readonly message?: string;
}

/**
 * Says what a mail server's failure means. `permanent` is on the error where the server refused this mail
 * for good: its recipient or its content, never our own credentials or a missing TLS.
 */
export function toSmtpFailure(error: unknown, server: string): Error {
  const { code = "", response, responseCode = 0, message = "" } = error as SmtpError;
  const answer = response ?? message;
  if (code === "EAUTH")
    return make(
      "mail_sign_in_refused",
      `${server} does not accept our user and password: ${answer}`,
      error,
    );
  if (code === "ETLS")
    return make("mail_not_secure", `${server} cannot be talked to securely: ${answer}`, error);
  if (responseCode === 0)
    return make(
      "mail_server_unreachable",
      `${server} cannot be reached: ${message || code}`,
      error,
    );
  const refused = make("mail_refused", `${server} answered ${answer}`, error);
  const isPermanent = responseCode >= 500 && (code === "EENVELOPE" || code === "EMESSAGE");
  return isPermanent ? Object.assign(refused, { permanent: true }) : refused;
}

function make(code: string, message: string, cause: unknown): ServeryError {
  return new ServeryError(code, message, { cause });
}
