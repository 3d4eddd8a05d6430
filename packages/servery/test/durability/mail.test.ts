import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import type { SMTPServerOptions } from "smtp-server";
import { expect, it, onTestFinished, vi } from "vitest";

import { startMailServer } from "../mail/mail-server.fixture.ts";
import { createRandom, toSeed } from "./random.ts";
import { type ShopProcess, startShop } from "./shop-process.ts";

const kills = Number(process.env["SERVERY_CRASHES"] ?? 6);
const random = createRandom(toSeed());
const clients = 8;
const entry = new URL("fixtures/serve-letters.ts", import.meta.url).pathname;
/** After so many minutes nobody waits any more for the process that had taken a mail. */
const lease = 4;
const mostWaiting = 10;

it(
  `delivers every mail that was queued, under one Message-ID, and no other, through ${kills} kills (seed ${random.seed})`,
  { timeout: 60_000 + kills * 5000 },
  async () => {
    const office = await openPostOffice();
    const file = makeFile();
    const start = (life: number) =>
      startShop(file, { entry, arguments: [office.port, life * lease] });
    const books: Books = { acknowledged: new Set(), unknown: new Set(), undone: new Set() };
    for (let life = 0; life < kills; life++)
      await writeUntilKilled(await start(life), office, books);
    const queued = readQueue(file);
    const last = await start(kills);
    await vi.waitFor(() => expect(readQueue(file)).toEqual([]), { timeout: 30_000, interval: 100 });
    await last.end();

    const arrived = Map.groupBy(office.mails, ({ to }) => to);
    expect([...books.acknowledged, ...queued].filter((to) => !arrived.has(to))).toEqual([]);
    const known = books.acknowledged.union(books.unknown);
    expect([...arrived.keys()].filter((to) => !known.has(to) || books.undone.has(to))).toEqual([]);
    const ids = (mails: readonly Delivered[]) => new Set(mails.map(({ id }) => id)).size;
    expect([...arrived].filter(([, mails]) => ids(mails) !== 1)).toEqual([]);
    expect(ids(office.mails)).toBe(arrived.size);
    // Without mails that were under way at a kill, and came again, nothing was proven.
    expect(books.undone.size).toBeGreaterThan(kills);
    expect(books.acknowledged.size).toBeGreaterThan(kills * 3);
    expect(office.mails.length).toBeGreaterThan(arrived.size);
  },
);

interface Books {
  readonly acknowledged: Set<string>;
  /** Sent to be queued, and nothing heard of. */
  readonly unknown: Set<string>;
  readonly undone: Set<string>;
}

interface Delivered {
  readonly to: string;
  readonly id: string;
}

/** A mail server that can have its client killed with a mail in its hands: taken, and not yet acknowledged. */
async function openPostOffice() {
  const mails: Delivered[] = [];
  const state = { left: Number.POSITIVE_INFINITY, onLast: () => Promise.resolve() };
  const onData: SMTPServerOptions["onData"] = (stream, session, done) => {
    let raw = "";
    stream.setEncoding("utf8").on("data", (text: string) => (raw += text));
    stream.on("end", () => {
      const id = /^Message-ID: <(.+)>\r$/m.exec(raw)?.[1] ?? "none";
      mails.push({ to: session.envelope.rcptTo[0]!.address, id });
      if (--state.left === 0) void state.onLast().then(() => done());
      else done();
    });
  };
  const { port } = await startMailServer({ onData });
  return {
    port,
    mails,
    /** Calls back with the so-manieth mail from now on, before that one is acknowledged. */
    atMail(count: number, onLast: () => Promise<void>): void {
      Object.assign(state, { left: count, onLast });
    },
  };
}

type PostOffice = Awaited<ReturnType<typeof openPostOffice>>;

/** One life of the service: letters are written, and it is killed with a mail on its way. */
async function writeUntilKilled(
  server: ShopProcess,
  office: PostOffice,
  { acknowledged, unknown, undone }: Books,
): Promise<void> {
  const life: { killed?: Promise<void> } = {};
  office.atMail(1 + random.below(20), () => (life.killed ??= server.kill()));
  const delivered = office.mails.length;
  let written = 0;
  const client = async () => {
    while (life.killed === undefined) {
      const to = `a${acknowledged.size}-${random.below(1e9)}@example.com`;
      // As many as are delivered, and a few more, so that the queue is never empty and never long.
      const isFull = written >= mostWaiting + office.mails.length - delivered;
      const isUndone = isFull || random.below(3) === 0;
      if (!isUndone) written++;
      (isUndone ? undone : unknown).add(to);
      const status = await post(`${server.url}/${isUndone ? "undo" : "write"}`, { to });
      if (status === undefined) continue;
      expect(status).toBe(isUndone ? 409 : 204);
      if (!isUndone && unknown.delete(to)) acknowledged.add(to);
    }
  };
  await Promise.all(Array.from({ length: clients }, client)).finally(server.kill);
  await life.killed;
}

/** The status of an answer that arrived; a broken connection is none. */
async function post(url: string, input: object): Promise<number | undefined> {
  const headers = { "content-type": "application/json" };
  try {
    const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(input) });
    await answer.arrayBuffer();
    return answer.status;
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function makeFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "servery-mail-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "letters.db");
}

/** Whose mails wait in the database. */
function readQueue(file: string): string[] {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare("SELECT recipient FROM servery_mail ORDER BY id").all();
    return rows.map(({ recipient }) => String(recipient));
  } finally {
    database.close();
  }
}
