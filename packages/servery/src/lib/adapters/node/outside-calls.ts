import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";
import type { ClientRequest } from "node:http";

/** One guarded run. A socket is held back for a moment, in case that a request names the target better. */
interface Guard {
  readonly onCall: (target: string) => void;
  told: boolean;
  socketOpened: boolean;
}

const guards = new AsyncLocalStorage<Guard>();
let listening = false;

/**
 * Runs `task`, and tells `onCall` of every outside call made in it or in what it started: http, https,
 * fetch, web sockets by their address; other connections as a network connection. A diagnostics
 * channel cannot stop a call, so it is told, not prevented.
 */
export function guardOutsideCalls<T>(task: () => T, onCall: (target: string) => void): T {
  listen();
  const guard: Guard = { onCall, told: false, socketOpened: false };
  try {
    return guards.run(guard, task);
  } finally {
    tellOfSocket(guard);
  }
}

function listen(): void {
  if (listening) return;
  listening = true;
  subscribe("undici:request:create", (message) => tellOfRequest(fromUndici(message)));
  subscribe("http.client.request.created", (message) => tellOfRequest(fromHttp(message)));
  subscribe("net.client.socket", noteSocket);
  subscribe("udp.socket", noteSocket);
}

function fromUndici(message: unknown): string {
  const { request } = message as {
    request: { method: string; origin: string | URL; path: string };
  };
  return `${request.method} ${String(request.origin)}${withoutQuery(request.path)}`;
}

function fromHttp(message: unknown): string {
  const { request } = message as { request: ClientRequest };
  const host = request.getHeader("host") ?? request.host; // The header has the port.
  return `${request.method} ${request.protocol}//${String(host)}${withoutQuery(request.path)}`;
}

/** A query string may carry a key, and the target is written to the log. */
function withoutQuery(path: string): string {
  const end = path.indexOf("?");
  return end < 0 ? path : path.slice(0, end);
}

function tellOfRequest(target: string): void {
  const guard = guards.getStore();
  if (guard === undefined) return;
  guard.told = true;
  guard.onCall(target);
}

function noteSocket(): void {
  const guard = guards.getStore();
  if (guard === undefined || guard.told || guard.socketOpened) return;
  guard.socketOpened = true;
  queueMicrotask(() => tellOfSocket(guard));
}

function tellOfSocket(guard: Guard): void {
  if (!guard.socketOpened || guard.told) return;
  guard.told = true;
  guard.onCall("a network connection");
}
