import { holds } from "../handling/current-user.ts";
import type { Answer, Ask } from "../live/question.ts";
import { toAnswer } from "../live/run-record.ts";
import type { Call } from "./call.ts";

/** Answers what runs ask of the caller of this call, as it is now. */
export function createAsk(call: Call, now: () => number): Ask {
  return (question) => {
    const colon = question.indexOf(":");
    return colon < 0
      ? askPerson(call, question)
      : askNamed(call, question.slice(0, colon), question.slice(colon + 1), now);
  };
}

function askPerson({ principal }: Call, question: string): Answer {
  if (principal.kind === "anonymous") return null;
  if (question === "signed_in") return toAnswer(true);
  return question === "user" ? principal.userId : principal.credentialId;
}

function askNamed(
  { principal, exchange }: Call,
  kind: string,
  name: string,
  now: () => number,
): Answer {
  if (kind === "header") return exchange.header(name) ?? null;
  if (principal.kind === "anonymous") return null;
  const what = { kind, name } as Parameters<typeof holds>[1];
  return toAnswer(holds(principal, what, now()));
}
