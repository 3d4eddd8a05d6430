import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";

import { type Contract, contract, identity, type OperationTree, plan, query, role } from "servery";
import { nodePlatform } from "servery/node";
import type { NoTables, Service, ServiceOptions, ServiceSettings, Tables } from "servery/server";
import { onTestFinished } from "vitest";
import * as z from "zod";

import { toFetch } from "../../src/lib/adapters/fetch/to-fetch.ts";
import type { Platform } from "../../src/lib/ports/platform.ts";
import { createOutbox, type KeptMail } from "../../src/lib/server/identity/mail/outbox.ts";
import type { IdentitySettings } from "../../src/lib/server/identity/settings.ts";
import { createServiceOn } from "../../src/lib/server/service.ts";
import { createManualClock, createMemoryLog, type ManualClock } from "../data/fixture.ts";

export const admin = role("admin");
export const clerk = role("clerk");
export const members = plan("members");

const output = z.object({ text: z.string() });
/** What the callers of the tests may or may not do. */
const doors = {
  private: query({ path: "/private", output }),
  office: query({ path: "/office", access: admin, output }),
  lounge: query({ path: "/lounge", access: members, output }),
  vault: query({ path: "/vault", access: "fresh", output }),
};
const open = () => ({ text: "come in" });

export const club = contract({
  name: "club",
  operations: {
    ...identity({ administrators: admin, roles: [clerk], plans: [members] }),
    ...doors,
  },
});
const handlers = { private: open, office: open, lounge: open, vault: open };

export const password = "violet harbour lantern 7";
export const otherPassword = "cobalt meadow trumpet 9";

/** A club in this process, with a clock that stands still, a log and a letter box that are kept. */
export function openClub(
  settings: ServiceSettings & { readonly identity?: IdentitySettings } = {},
  platform: Partial<Platform> = {},
) {
  return bindClub(club, { handlers, ...settings }, platform);
}

/** The same of another contract. */
export function bindClub<Tree extends OperationTree, T extends Tables = NoTables>(
  bound: Contract<Tree>,
  options: ServiceOptions<Tree, T>,
  platform: Partial<Platform> = {},
) {
  const clock = createManualClock();
  const log = createMemoryLog();
  const outbox = createOutbox();
  const runtime = {
    platform: { ...nodePlatform, ...clock, eventLoopLag: () => 0, ...platform },
    defaults: () => ({ mode: "dev" as const, database: ":temporary:" }),
    readMigrations: () => Promise.resolve([]),
    toFetch,
  };
  const service = createServiceOn(runtime, bound, {
    log,
    ...options,
    identity: { mailer: outbox, mailFrom: "club@club.example", ...options.identity },
  });
  onTestFinished(() => service.close());
  const mails = () => readMails(clock, outbox.outbox.mails);
  return {
    service,
    clock,
    log,
    mails,
    browser: (address?: string) => createBrowser(service, address),
  };
}

/** Argon2id at a small price, where its price is not what is tested. */
export const quickHash: Partial<Platform> = {
  argon2id: (text, salt, cost) =>
    nodePlatform.argon2id(text, salt, { ...cost, memoryKib: 64, passes: 1 }),
};

/** A club with quick hashes that believes what the tests say of addresses. */
export const openQuickClub = (settings: Parameters<typeof openClub>[0] = {}) =>
  openClub({ trustedProxies: 1, rate: false, ...settings }, quickHash);

/** Lets the mails go out that are due, and answers all of them, the newest first. */
async function readMails(clock: ManualClock, mails: () => readonly KeptMail[]) {
  clock.advance(500);
  for (let count = 0; count < 30; count++) await turn();
  return mails();
}

/** What a caller got. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // Each test knows what it asked for.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly json: any;
}

/** A browser on one page of the club: keeps cookies, and sends what browsers and our client send. */
export function createBrowser(service: Pick<Service, "fetch">, address?: string) {
  const cookies = new Map<string, string>();
  async function send(method: string, path: string, json?: unknown, extra: HeadersInit = {}) {
    const headers = new Headers({
      "sec-fetch-site": "same-origin",
      "servery-csrf": "1",
      ...(cookies.size > 0 && { cookie: [...cookies].map((pair) => pair.join("=")).join("; ") }),
      ...(json !== undefined && { "content-type": "application/json" }),
      ...(address !== undefined && { "x-forwarded-for": address }),
    });
    for (const [name, value] of new Headers(extra)) headers.set(name, value);
    const body = json === undefined ? {} : { body: JSON.stringify(json) };
    const response = await service.fetch(
      new Request(`https://club.example${path}`, { method, headers, ...body }),
    );
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      json: text === "" ? undefined : JSON.parse(text),
    } satisfies Answer;
  }
  const post = (path: string, json?: unknown, extra?: HeadersInit) =>
    send("POST", path, json, extra);
  return {
    cookies,
    send,
    post,
    get: (path: string, extra?: HeadersInit) => send("GET", path, undefined, extra),
    signIn: (email: string, given = password) => post("/auth/sign-in", { email, password: given }),
    whoAmI: async () => (await send("GET", "/auth/session")).json,
  };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
  if (value === "" || line.includes("Max-Age=0")) cookies.delete(name);
  else cookies.set(name, value);
}

/** The code in a mail. */
export function codeIn(mail: KeptMail | undefined): string {
  return /\b\d{8}\b/.exec(mail?.text ?? "")?.[0] ?? "no code";
}

/** The token behind the link of a mail. */
export function tokenIn(mail: KeptMail | undefined): string {
  return /#([A-Za-z0-9_-]{43})/.exec(mail?.text ?? "")?.[1] ?? "no token";
}

/** A place for a database that is removed with the test. */
export function temporaryFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "servery-identity-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "club.db");
}

/** Everything that stands in the tables of a database, as text; without some of them. */
export function readStored(file: string, without: readonly string[] = []): string {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    return tables
      .map(({ name }) => String(name))
      .filter((name) => !without.includes(name))
      .map(
        (name) => `${name}: ${JSON.stringify(database.prepare(`SELECT * FROM "${name}"`).all())}`,
      )
      .join("\n");
  } finally {
    database.close();
  }
}
