import type { MailData, MailKind } from "./mail-data.ts";

/** What a mail says, before it is laid out. */
export interface Letter {
  readonly subject: string;
  /** Whole paragraphs. */
  readonly before: readonly string[];
  /** A code to be typed or copied. */
  readonly code?: string;
  readonly action?: { readonly label: string; readonly link: string };
  readonly after: readonly string[];
}

/** The texts' surroundings. */
export interface LetterPlace {
  /** What the service calls itself. */
  readonly service: string;
  /** The link that belongs to the mail's token. */
  readonly link: string | undefined;
  /** How long a code or link holds, in minutes. */
  readonly minutes: number;
}

type Writers = {
  readonly [K in MailKind]: (data: MailData[K], place: LetterPlace) => Letter;
};

const notYou = "If this was you, there is nothing to do. If it was not, reset your password now.";
/** A new password alone does not end what can sign in without one. */
const notYours = (what: string): string =>
  `If this was you, there is nothing to do. If it was not, reset your password now, sign in, and remove ${what}.`;

const writers: Writers = {
  verify_email: ({ code }, { service, minutes }) => ({
    subject: `Your code for ${service}`,
    before: [
      `Somebody, most likely you, is signing up at ${service} with this address. Type this code there to go on:`,
    ],
    code,
    after: [
      `The code works once, for ${inWords(minutes)}. Nobody from ${service} will ever ask you for it.`,
      "If it was not you, ignore this mail: without the code nothing happens.",
    ],
  }),
  account_exists: (_data, { service }) => ({
    subject: `You have an account at ${service} already`,
    before: [
      `Somebody tried to sign up at ${service} with this address, which has an account already. Nothing was changed.`,
      "If it was you, sign in with your password, or ask for a new one where you sign in.",
    ],
    after: ["If it was not you, ignore this mail."],
  }),
  reset_password: (_data, { service, link, minutes }) => ({
    subject: `Choose a new password for ${service}`,
    before: [
      `Somebody, most likely you, asked for a new password for your account at ${service}. Choose it here:`,
    ],
    ...toAction("Choose a new password", link),
    after: [
      `The link works once, for ${inWords(minutes)}. A new password ends all your sessions.`,
      "If it was not you, ignore this mail: your password stays as it is.",
    ],
  }),
  password_changed: (_data, { service }) => ({
    subject: `Your password for ${service} was changed`,
    before: [`The password of your account at ${service} was just changed.`],
    after: [notYou],
  }),
  invitation: (_data, { service, link, minutes }) => ({
    subject: `You are invited to ${service}`,
    before: [`You are invited to an account at ${service}. Set it up here:`],
    ...toAction("Set up your account", link),
    after: [
      `The link works once, for ${inWords(minutes)}. Whoever has it can take the invitation, so do not pass it on.`,
      "If you did not expect it, ignore this mail.",
    ],
  }),
  second_factor_added: (_data, { service }) => ({
    subject: `An authenticator app was added at ${service}`,
    before: [
      `An authenticator app now protects your account at ${service}: signing in with your password asks for its code too.`,
    ],
    after: [notYou],
  }),
  second_factor_removed: (_data, { service }) => ({
    subject: `The authenticator app was removed at ${service}`,
    before: [
      `The authenticator app of your account at ${service} was removed: your password alone is enough to sign in.`,
    ],
    after: [notYou],
  }),
  recovery_codes_renewed: (_data, { service }) => ({
    subject: `New recovery codes at ${service}`,
    before: [
      `New recovery codes for your account at ${service} were just shown. The earlier ones are worth nothing any more.`,
    ],
    after: [notYours("the authenticator app, and its codes with it")],
  }),
  api_key_added: ({ name }, { service }) => ({
    subject: `An API key was made at ${service}`,
    before: [`With the API key ${quote(name)} a program can now use your account at ${service}.`],
    after: [`${notYou} That ends all keys.`],
  }),
  passkey_added: ({ name }, { service }) => ({
    subject: `A passkey was added at ${service}`,
    before: [`The passkey ${quote(name)} can now sign in to your account at ${service}.`],
    after: [notYours("the passkey")],
  }),
  passkey_removed: ({ name }, { service }) => ({
    subject: `A passkey was removed at ${service}`,
    before: [`The passkey ${quote(name)} no longer signs in to your account at ${service}.`],
    after: [notYou],
  }),
  social_linked: ({ provider }, { service }) => ({
    subject: `${toName(provider)} was linked at ${service}`,
    before: [`Your account at ${toName(provider)} can now sign in to your account at ${service}.`],
    after: [notYours("the link")],
  }),
  social_unlinked: ({ provider }, { service }) => ({
    subject: `${toName(provider)} was unlinked at ${service}`,
    before: [
      `Your account at ${toName(provider)} no longer signs in to your account at ${service}.`,
    ],
    after: [notYou],
  }),
  sessions_revoked: (_data, { service }) => ({
    subject: `You were signed out at ${service}`,
    before: [
      `To be safe, sessions of your account at ${service} were ended: a credential of one was used in a way that only a copy of it explains, or an administrator ended them.`,
    ],
    after: ["Sign in again where you need it. If you did not expect this, reset your password."],
  }),
  new_sign_in: ({ device, address }, { service }) => ({
    subject: `New sign-in at ${service}`,
    before: [
      `Your account at ${service} was signed in to from a device that was not seen before: ${quote(device)}, at the address ${quote(address)}.`,
    ],
    after: [notYou],
  }),
  account_deleted: (_data, { service }) => ({
    subject: `Your account at ${service} was deleted`,
    before: [
      `Your account at ${service}, and what belonged to it, was deleted. What the law makes us keep, such as invoices, is kept until it may go.`,
    ],
    after: [
      "This is the last mail about it. If it was not you who did this, answer this mail at once.",
    ],
  }),
};

/** Writes a mail of a kind in Servery's own words. */
export function writeLetter<K extends MailKind>(
  kind: K,
  data: MailData[K],
  place: LetterPlace,
): Letter {
  return writers[kind](data, place);
}

function toAction(label: string, link: string | undefined): Pick<Letter, "action"> {
  return link === undefined ? {} : { action: { label, link } };
}

/** What somebody has typed, so that it stays within its sentence. */
function quote(text: string): string {
  const line = text.replaceAll(/[\p{C}\p{Z}]+/gu, " ").trim();
  return `“${line.length > 80 ? `${line.slice(0, 79)}…` : line}”`;
}

/** A provider's name as it is declared, `google`, in a sentence. */
function toName(provider: string): string {
  return provider.charAt(0).toUpperCase() + provider.slice(1);
}

function inWords(minutes: number): string {
  if (minutes < 120) return minutes === 1 ? "one minute" : `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
}
