/** A captcha's own service, which knows whether a token was given to a person. */
export interface Captcha {
  /** True when the token holds. Rejects when nobody can tell, and then nobody gets through. */
  verify(
    token: string,
    caller: { readonly address: string | undefined; readonly signal: AbortSignal },
  ): Promise<boolean>;
}
