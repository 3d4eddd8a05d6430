/** True for a name or an address, with or without a URL's brackets, that never leaves this machine. */
export function isLoopback(host: string): boolean {
  return /^(?:localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host);
}

/**
 * True for a `Host` header, port and all, that names this machine. Names below `localhost` do too: browsers
 * look none of them up (RFC 6761 §6.3). Other programs may, so they are not for addresses that we call.
 */
export function isLoopbackHeader(header: string | undefined): boolean {
  const host = (header ?? "").replace(/:\d{1,5}$/, "");
  return isLoopback(host) || /^(?:[a-z\d-]+\.)+localhost$/i.test(host);
}
