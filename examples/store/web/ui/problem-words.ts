/** What of a problem is shown. */
export interface ShownProblem {
  readonly code: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly data?: unknown;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[] | undefined;
}

const words: Readonly<Record<string, string>> = {
  offline: "This device has no connection.",
  network_error: "No answer came. It may be the connection, or us. Try again.",
  timeout: "The shop took too long to answer. Try again.",
  overloaded: "The shop is crowded. Wait a little, then try again.",
  wrong_credentials: "The e-mail address or the password is wrong.",
  invalid_code: "This code is wrong, or has expired.",
  invalid_token: "This link was used already, or has expired. Ask for a new one.",
  passkey_rejected: "This passkey could not be verified.",
  last_way_in: "Without it nobody could sign in to this account.",
  last_administrator:
    "Somebody must be left to administer the shop. Make somebody else an administrator first.",
  fresh_sign_in_required: "Nothing was done: this needs you to prove again who you are.",
  unauthenticated: "You are not signed in any more.",
  forbidden: "Your account may not do this.",
};

/** A problem in words for who met it. */
export function toWords({ code, title, detail, data, errors }: ShownProblem): string {
  if (code === "weak_password") return toPasswordWords(data as WeakPassword | undefined);
  if (code === "too_many_attempts" || code === "too_many_requests")
    return `Too many attempts. Try again ${toWait(data as Wait | undefined)}.`;
  if (code === "invalid_input" && errors?.[0] !== undefined) return errors[0].detail;
  return words[code] ?? detail ?? `${title}.`;
}

interface WeakPassword {
  readonly reason: "too_short" | "common" | "like_account";
  readonly minLength: number;
}

function toPasswordWords(data: WeakPassword | undefined): string {
  if (data?.reason === "common") return "This password is on lists of common ones. Choose another.";
  if (data?.reason === "like_account")
    return "This password is too much like your name or address. Choose another.";
  return `This password is too short: ${data?.minLength ?? 15} characters at least. A few words make a good one.`;
}

interface Wait {
  readonly retryAfterSeconds?: number;
}

function toWait(data: Wait | undefined): string {
  const seconds = data?.retryAfterSeconds;
  if (seconds === undefined) return "later";
  if (seconds < 90) return `in ${seconds} seconds`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
}
