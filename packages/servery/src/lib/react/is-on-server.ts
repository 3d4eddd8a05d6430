/** Whether this renders a page on a server, where nothing is shown, and nothing is kept beyond the page. */
export function isOnServer(): boolean {
  return !("window" in globalThis);
}
