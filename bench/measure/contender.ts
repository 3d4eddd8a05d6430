import type { Credentials } from "../load/requests.ts";
import type { SubjectName } from "../subjects/subject.ts";
import { findBun } from "./bun.ts";
import { type Child, startChild } from "./child.ts";
import { earlierModules } from "./earlier.ts";

/** Who calls: anybody, or callers with a session each, a limit for each, and an audit row for each order. */
export type Callers = "anonymous" | "signed-in";

/** A subject, in one of the two ways in which it is measured. */
export interface Contender {
  readonly subject: SubjectName;
  readonly callers: Callers;
}

/** A shop's database, and the credentials of whoever has a session in it. */
export interface ShopFile {
  readonly path: string;
  readonly credentials: readonly Credentials[];
}

interface StartOptions {
  /** A file descriptor for the log. Default: nowhere. */
  readonly output?: number;
  /** Requests a minute for each caller. Default: more than anybody can send. */
  readonly perMinute?: number;
  /** The processor that it is bound to. */
  readonly core?: number;
}

/** What a contender is called in reports. */
export function toLabel({ subject, callers }: Contender): string {
  return callers === "anonymous" ? `${subject}, anonymous` : subject;
}

/** Starts a contender on a database; its first message is its port. */
export function startContender(
  { subject, callers }: Contender,
  path: string,
  { perMinute = 10_000_000, ...options }: StartOptions = {},
): Child {
  const limit = callers === "anonymous" ? [] : [String(perMinute)];
  const runtime = subject === "elysia" ? { runtime: findBun()! } : {};
  const build = subject === "servery-earlier" ? { modules: earlierModules() } : {};
  return startChild("serve.ts", [subject, path, ...limit], { ...options, ...runtime, ...build });
}
