/** A mail as it is written: one reader, plain text and the same as HTML. */
export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A mail as it is sent. */
export interface OutgoingMail extends Mail {
  /** The sender: `shop@example.com`, or `Runout Records <shop@example.com>`. */
  readonly from: string;
  /** The `Message-ID` without its brackets. The same at every attempt, so that a doubled mail can be told. */
  readonly id: string;
  /** When it was written, in epoch milliseconds; the same at every attempt. */
  readonly date: number;
}

/**
 * Hands mails over to whoever delivers them. `send` resolves once somebody else answers for the mail,
 * and rejects where nobody does: it is then tried again, for a day. An error with `permanent: true`
 * ends that: this mail will never be taken.
 */
export interface Mailer {
  send(mail: OutgoingMail): Promise<void>;
  /** Ends its connections. */
  close?(): void;
}

/** One plain address, which cannot be read as several, as quoted or as a comment (RFC 5322 §3.4). */
export const addressPattern = String.raw`[^\p{C}\s<>()\[\]\\,;:"@]+@[^\p{C}\s<>()\[\]\\,;:"@]+`;
const wholeAddress = new RegExp(`^${addressPattern}$`, "u");

/** True for an address that mails may be sent to. Mail programs parse anything else in ways of their own. */
export function isMailAddress(text: string): boolean {
  return text.length <= 254 && wholeAddress.test(text);
}

/** True for a rejection that another attempt cannot change. */
export function isPermanent(error: unknown): boolean {
  return (
    typeof error === "object" && error !== null && "permanent" in error && error.permanent === true
  );
}
