import { equal, match } from "node:assert/strict";
import { readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

import type { Credentials } from "../../load/requests.ts";
import type { Style } from "../../load/styles.ts";
import type { Contender, ShopFile } from "../contender.ts";

/** A contender that has been started for the check, and how to speak to it. */
export interface Checked extends Contender, ShopFile {
  readonly style: Style;
  readonly url: string;
  readonly logFile: string;
}

/** Who asks: by default the first of those who are signed in. */
function callerOf({ credentials }: Checked): Credentials {
  return credentials[0] ?? {};
}

export function get(subject: Checked, id: string, headers: Credentials = {}): Promise<Response> {
  return getAs(subject, { ...callerOf(subject), ...headers }, id);
}

/** The same with these credentials and no others. */
export function getAs({ style, url }: Checked, headers: Credentials, id: string) {
  return fetch(url + style.toReadTarget(id), { headers });
}

export function post(
  subject: Checked,
  lines: readonly object[],
  key: string,
  as: Credentials = callerOf(subject),
): Promise<Response> {
  const { style, url } = subject;
  return fetch(url + style.orderTarget, {
    method: "POST",
    headers: { ...as, "content-type": "application/json", "idempotency-key": `"${key}"` },
    body: JSON.stringify(style.wrap({ lines })),
  });
}

export async function read({ style }: Checked, response: Response): Promise<unknown> {
  return style.unwrap((await response.json()) as object);
}

export function assertHeaders(
  response: Response,
  expected: Readonly<Record<string, string>>,
): void {
  for (const [name, value] of Object.entries(expected))
    equal(response.headers.get(name), value, name);
  match(response.headers.get("x-request-id") ?? "", /^[\w.-]{12,}$/);
  match(response.headers.get("content-length") ?? "", /^\d+$/);
}

/** Logs are written without waiting, so the line is waited for. */
export async function assertLogged(
  { logFile }: Checked,
  response: Response,
  method: string,
): Promise<void> {
  const requestId = response.headers.get("x-request-id")!;
  for (let attempt = 0; ; attempt++) {
    const lines = readFileSync(logFile, "utf8")
      .split("\n")
      .filter((line) => line.includes(requestId));
    if (lines.length === 0 && attempt < 100) {
      await sleep(20);
      continue;
    }
    equal(lines.length, 1, `${lines.length} log lines for one request`);
    const line = JSON.parse(lines[0]!) as Record<string, unknown>;
    equal(line["method"], method);
    equal(line["status"], response.status);
    equal(typeof (line["operation"] ?? line["path"]), "string");
    equal(typeof line["ms"], "number");
    return;
  }
}

export function withDatabase<Result>(
  { path }: ShopFile,
  use: (database: DatabaseSync) => Result,
): Result {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    return use(database);
  } finally {
    database.close();
  }
}
