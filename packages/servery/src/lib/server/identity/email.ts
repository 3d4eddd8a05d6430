/**
 * An address as it is compared: in lower case, composed characters as one. Different addresses may come
 * to the same key; so mails go to the address that was proved, never to one that only has its key.
 */
export function toEmailKey(email: string): string {
  return email.normalize("NFC").toLowerCase();
}
