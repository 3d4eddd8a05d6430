/**
 * What each kind of mail is made of. Everything that is in here is wiped once the mail was sent. A `token`
 * becomes a link of the service's own origin; nothing in here can become one otherwise.
 */
export interface MailData {
  /** The code that proves an address. */
  readonly verify_email: { readonly code: string };
  /** Somebody signed up with the address of an account. */
  readonly account_exists: Nothing;
  readonly reset_password: { readonly token: string };
  readonly password_changed: Nothing;
  readonly invitation: { readonly token: string };
  readonly second_factor_added: Nothing;
  readonly second_factor_removed: Nothing;
  readonly recovery_codes_renewed: Nothing;
  readonly api_key_added: { readonly name: string };
  readonly passkey_added: { readonly name: string };
  readonly passkey_removed: { readonly name: string };
  readonly social_linked: { readonly provider: string };
  readonly social_unlinked: { readonly provider: string };
  /** A refresh token was used twice, or an administrator ended the sessions. */
  readonly sessions_revoked: Nothing;
  readonly new_sign_in: { readonly device: string; readonly address: string };
  readonly account_deleted: Nothing;
  /** No mail at all: written where the answer must cost the same whether there is a mail or not. */
  readonly nothing: Nothing;
}

type Nothing = Readonly<Record<string, never>>;

/** Why a mail is sent. */
export type MailKind = Exclude<keyof MailData, "nothing">;
