/** An address that leads back to a page after sign-in. */
export function signInHref(next: string): string {
  return `/sign-in?next=${encodeURIComponent(next)}`;
}

/** Where to go after sign-in: a path of this shop, never another site. */
export function readNextPage(search: string): string {
  const next = new URLSearchParams(search).get("next") ?? "";
  return /^\/(?![/\\])[\w\-./?=&%#]*$/.test(next) ? next : "/account";
}
