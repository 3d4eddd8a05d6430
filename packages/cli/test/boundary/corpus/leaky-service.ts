import { inspect } from "node:util";

import { contract, mutation, problem, query } from "servery";
import { createService, type Log, secret, type ServiceSettings, silentLog } from "servery/server";
import * as z from "zod";

import { paymentKey } from "./corpus-case.ts";

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
export function createLeakyService(lines: string[], settings: ServiceSettings) {
  const note = (fields: object, message: string) =>
    void lines.push(inspect([fields, message], { depth: 9 }));
  const log: Log = { ...silentLog, info: note, warn: note, error: note, child: () => log };
  return createService(leaky, {
    mode: "dev",
    database: ":temporary:",
    secrets: [secret("PAYMENT_KEY")],
    environment: { PAYMENT_KEY: paymentKey },
    ...settings,
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
