import type { SignedIn } from "../shop/gate.ts";

/** What a subject is started with. */
interface SubjectOptions {
  /** A database file that already holds the products. */
  readonly databaseFile: string;
  /** Given where callers sign in: then every operation asks for a session, and has a limit. */
  readonly signedIn: SignedIn | undefined;
}

/** A running subject. */
interface Subject {
  readonly port: number;
  /** Answers so far that came from a cache, where it has one. */
  hits?(): number;
}

/** Starts a subject: a server of the benchmark's shop, in this process. */
export type StartSubject = (options: SubjectOptions) => Promise<Subject>;

/** Every subject by its name; each is loaded alone, so that a process holds nothing of another. */
export const subjects = {
  ceiling: async () => (await import("./ceiling.ts")).startCeiling,
  bare: async () => (await import("./bare.ts")).startBare,
  servery: async () => (await import("./servery.ts")).startServery,
  "servery-uncached": async () => (await import("./servery.ts")).startServeryUncached,
  "servery-earlier": async () => (await import("./servery.ts")).startServery,
  fastify: async () => (await import("./fastify.ts")).startFastify,
  hono: async () => (await import("./hono.ts")).startHono,
  nest: async () => (await import("./nest.ts")).startNest,
  orpc: async () => (await import("./orpc.ts")).startOrpc,
  trpc: async () => (await import("./trpc.ts")).startTrpc,
  elysia: async () => (await import("./elysia.ts")).startElysia,
} satisfies Readonly<Record<string, () => Promise<StartSubject>>>;

export type SubjectName = keyof typeof subjects;

/** Whether it is Servery, in whichever build and with whatever settings. */
export function isServery(subject: string): boolean {
  return subject.startsWith("servery");
}

export function isSubjectName(name: string): name is SubjectName {
  return Object.hasOwn(subjects, name);
}
