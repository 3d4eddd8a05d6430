import { deepStrictEqual, equal } from "node:assert/strict";

import { openConnection } from "../load/connection.ts";
import { toHead, toReadRequest } from "../load/requests.ts";
import { styleOf } from "../load/styles.ts";
import { type Contender, type ShopFile, startContender, toLabel } from "../measure/contender.ts";

/** What is another for each answer, or each service. */
const varying = new Set([
  "date",
  "keep-alive",
  "x-request-id",
  "servery-snapshot",
  "ratelimit",
  "ratelimit-policy",
]);

interface Answer {
  readonly status: number;
  /** Without the values of what varies. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/**
 * Proves that bare node:http and Servery send the same: every header but for its value where that is
 * another each time, and every byte of the body, the first time and from the cache.
 */
export async function assertSameAnswers(files: ReadonlyMap<Contender, ShopFile>): Promise<void> {
  for (const callers of ["signed-in", "anonymous"] as const) {
    const of = (subject: Contender["subject"]) => {
      const found = [...files].find(
        ([each]) => each.subject === subject && each.callers === callers,
      );
      return askOften(...found!);
    };
    const [expected] = await of("bare");
    for (const answer of await of("servery")) deepStrictEqual(answer, expected);
  }
}

async function askOften(contender: Contender, file: ShopFile): Promise<Answer[]> {
  const child = startContender(contender, file.path, {});
  try {
    const { port } = await child.receive<{ port: number }>();
    const answers: Answer[] = [];
    for (let time = 0; time < 4; time++) answers.push(await ask(port, contender, file));
    const { hits } = await child.ask<{ hits: number }>({});
    equal(hits, contender.subject === "servery" ? 2 : 0, `${toLabel(contender)}'s hits`);
    return answers;
  } finally {
    await child.stop();
  }
}

async function ask(port: number, { subject }: Contender, file: ShopFile): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const connection = await openConnection(
    port,
    (status, head, body) => resolve({ status, headers: toHeaders(head), body: String(body) }),
    reject,
  );
  connection.send(toReadRequest(styleOf(subject), "124", toHead(file.credentials[0] ?? {})));
  const answer = await promise;
  connection.close();
  return answer;
}

function toHeaders(head: string): Record<string, string> {
  const lines = head.split("\r\n").slice(1);
  return Object.fromEntries(
    lines.map((line) => {
      const name = line.slice(0, line.indexOf(":")).toLowerCase();
      return [name, varying.has(name) ? "" : line.slice(line.indexOf(":") + 1).trim()];
    }),
  );
}
