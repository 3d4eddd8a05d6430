/** What keeps programs from filling in a public form. A client meets each of them by itself. */
export interface SpamGuard {
  /**
   * A text property of the input that people never see and never fill in; who fills it in is refused.
   * Hide its field from sight and from screen readers.
   */
  readonly honeypot?: string;
  /** Proof of work: leading zero bits of a SHA-256 that a caller must find, 8 to 24. 16 takes a browser about 0.1 s. */
  readonly work?: number;
  /** Whether the service's captcha must have been passed. */
  readonly captcha?: true;
}
