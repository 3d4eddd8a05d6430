import { Buffer } from "node:buffer";
import { inspect } from "node:util";

import { contract, mutation, problem, query } from "servery";
import { createService, type Log, secret, silentLog } from "servery/server";
import * as z from "zod";

import { paymentKey } from "./corpus-case.ts";

/** What a handler lets go of, and by which way. */
export interface EgressCase {
  readonly name: string;
  readonly leaks: boolean;
  readonly path: string;
  readonly words: string;
  /** Whether it goes into the log, not into an answer. */
  readonly isLogged?: boolean;
}

const Words = z.object({ words: z.string() });
const problems = { refused: problem(409, "It was refused", Words) };
const common = { access: "public", input: Words, output: Words, problems } as const;
const leaky = contract({
  name: "leaky",
  operations: {
    say: query({ path: "/say", ...common }),
    refuse: query({ path: "/refuse", ...common }),
    explain: query({ path: "/explain", ...common }),
    fail: query({ path: "/fail", ...common }),
    note: query({ path: "/note", ...common }),
    take: mutation({ path: "/take", ...common }),
  },
});

/** A service that declares the secret and lets go of whatever it is told. */
export function createLeakyService(lines: string[], egress: boolean) {
  const note = (fields: object, message: string) =>
    void lines.push(inspect([fields, message], { depth: 9 }));
  const log: Log = { ...silentLog, info: note, warn: note, error: note, child: () => log };
  return createService(leaky, {
    mode: "dev",
    database: ":temporary:",
    secrets: [secret("PAYMENT_KEY")],
    environment: { PAYMENT_KEY: paymentKey },
    scanEgress: egress,
    rate: false,
    log,
    handlers: {
      say: ({ input }) => input,
      refuse: ({ input, fail }) => {
        throw fail("refused", input);
      },
      explain: ({ input, fail }) => {
        throw fail("refused", { words: "" }, input.words);
      },
      fail: ({ input }) => {
        throw new Error(`The provider said ${input.words}`);
      },
      note: ({ input, log: own }) => {
        own.info({ words: input.words }, "Noted");
        return { words: "noted" };
      },
      take: ({ input }) => input,
    },
  });
}

const key = paymentKey;
const base64 = (before: string) => Buffer.from(`${before}${key}`).toString("base64");

/** Ways out of a running service. */
export const egressCases: readonly EgressCase[] = [
  { name: "in an answer", leaks: true, path: "say", words: `It is ${key}.` },
  { name: "in an answer, as Base64", leaks: true, path: "say", words: base64("xy") },
  {
    name: "in an answer, in an address",
    leaks: true,
    path: "say",
    words: encodeURIComponent(`"${key}"`),
  },
  {
    name: "in an answer, backwards",
    leaks: true,
    path: "say",
    words: [...key].toReversed().join(""),
  },
  {
    name: "in JSON within an answer",
    leaks: true,
    path: "say",
    words: JSON.stringify(JSON.stringify({ key })),
  },
  { name: "in the answer of a mutation", leaks: true, path: "take", words: key },
  { name: "in a problem's data", leaks: true, path: "refuse", words: key },
  { name: "in a problem's detail", leaks: true, path: "explain", words: key },
  { name: "in an error's message", leaks: true, path: "fail", words: key, isLogged: true },
  { name: "in a line of the log", leaks: true, path: "note", words: key, isLogged: true },
  { name: "almost a secret in an answer", leaks: false, path: "say", words: key.slice(0, -1) },
  {
    name: "almost a secret in the log",
    leaks: false,
    path: "note",
    words: key.slice(1),
    isLogged: true,
  },
];
