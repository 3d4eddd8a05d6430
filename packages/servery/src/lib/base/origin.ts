/** True for an origin as browsers write it (RFC 6454 §6.2): scheme and host, `https://shop.example`. */
export function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:/.test(text) && new URL(text).origin === text;
}
