/** Modules that a runtime of servers brings, without prefix. Bundlers put nothing in their place, or an empty module. */
const names = new Set(
  (
    "assert assert/strict async_hooks buffer bun child_process cluster console constants crypto dgram diagnostics_channel dns " +
    "dns/promises domain events fs fs/promises http http2 https inspector inspector/promises module net os path path/posix " +
    "path/win32 perf_hooks process punycode querystring readline readline/promises repl stream stream/consumers " +
    "stream/promises stream/web string_decoder sys timers timers/promises tls trace_events tty url util util/types v8 vm wasi " +
    "worker_threads zlib"
  ).split(" "),
);

/** True for `node:fs`, `fs`, `bun:sqlite` and the like. A package of the same name is for who resolves to tell. */
export function isServerBuiltin(specifier: string): boolean {
  return /^(?:node|bun|cloudflare|workerd):/.test(specifier) || names.has(specifier);
}
