import type { Database } from "./database.ts";
import type { Log } from "./log.ts";

/** What a hash of argon2id costs, and how long it is (RFC 9106 §3.1). */
export interface Argon2Cost {
  /** Memory in KiB. */
  readonly memoryKib: number;
  readonly passes: number;
  readonly parallelism: number;
  /** Bytes of the hash. */
  readonly length: number;
}

/**
 * What a runtime gives to a service, so that nothing under `server/` imports `node:*`. Each adapter
 * implements it once; the service is bound to it in `adapters/`.
 */
export interface Platform {
  /** Epoch milliseconds. */
  now(): number;
  /** Milliseconds that only grow, with fractions. */
  monotonic(): number;
  /** `length` bytes from a cryptographic source. */
  randomBytes(length: number): Uint8Array;
  /** SHA-256, synchronously, as base64url without padding (43 characters). */
  sha256(data: string | Uint8Array): string;
  /** Argon2id (RFC 9106) of a password in UTF-8, off the event loop's thread. */
  argon2id(password: string, salt: Uint8Array, cost: Argon2Cost): Promise<Uint8Array>;
  /** How many threads the machine runs at once. */
  readonly cores: number;
  /** Runs `task` when the current turn's input has been read, so that arrivals can be gathered. */
  defer(task: () => void): void;
  /** Calls back after `milliseconds`; the returned function cancels. Does not keep the process alive. */
  schedule(milliseconds: number, task: () => void): () => void;
  /** Waits, and keeps the process alive meanwhile: for what must be waited for, and soon is over. */
  pause(milliseconds: number): Promise<void>;
  /**
   * Binds a task that waits for its turn to the asynchronous context of now: what a caller keeps in an
   * `AsyncLocalStorage` is then there when the task runs, and not what another caller keeps.
   */
  bindContext<A extends readonly unknown[], R>(task: (...given: A) => R): (...given: A) => R;
  /** How late the event loop runs, in milliseconds; 0 where it cannot be told. */
  eventLoopLag(): number;
  /** Compresses a body; `undefined` where the encoding is not supported. */
  compress(body: Uint8Array, encoding: "br" | "gzip" | "zstd"): Promise<Uint8Array> | undefined;
  /**
   * Runs a handler so that an outside call made in it (http, fetch, sockets) is caught wherever it
   * comes from, and `onCall` told of the target. Only used in dev; runs `task` plainly where unsupported.
   */
  guardOutsideCalls<T>(task: () => T, onCall: (target: string) => void): T;
  /** Opens the embedded database of a file path, or `":temporary:"`. */
  openDatabase(location: string): Database;
  /** The log of a service that names none. */
  readonly log: Log;
}
