import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, expect, it } from "vitest";

import { openTestData } from "../../../../../test/data/fixture.ts";
import { createRandom, toSeed } from "../../../../../test/durability/random.ts";
import type { Tokens } from "../../../contract/identity/shapes.ts";
import { nodePlatform } from "../../../adapters/node/platform.ts";
import type { Ledger } from "../../data/data.ts";
import { createSession, type CreatedSession, sessionTables } from "../sessions.ts";
import { users } from "../users.ts";
import { accessMs, findAccessEnd, graceMs, rotate, startFamily, tokenTables } from "./families.ts";
import { parseAccessToken, parseRefreshToken } from "./token-text.ts";

const start = 1_700_000_000_000;
const lifetimes = { idleMs: 7 * 86_400_000, absoluteMs: 30 * 86_400_000, freshMs: 600_000 };

let opened: Awaited<ReturnType<typeof openTestData<{ users: typeof users }>>>;
beforeAll(async () => {
  opened = await openTestData({ users }, { systemTables: [...sessionTables, ...tokenTables] });
});
afterAll(() => opened[Symbol.asyncDispose]());

async function beginFamily() {
  const write = <R>(run: (ledger: Ledger) => R): Promise<R> =>
    opened.data.write({ operation: "test", run: async (_db, ledger) => run(ledger) });
  const [session, first] = await write((ledger) => begin(ledger));
  const refresh = (tokens: Tokens, now: number) =>
    write((ledger) => {
      const token = parseRefreshToken(tokens.refreshToken)!;
      return rotate(ledger, nodePlatform, session, token, now);
    });
  return { session, first, refresh };
}

function begin(ledger: Ledger): [CreatedSession, Tokens] {
  const userId = randomUUID();
  ledger.run(
    "INSERT INTO main.users (id, email, emailKey, createdAt) VALUES (?1, ?1, ?1, 0)",
    userId,
  );
  const session = createSession(ledger, nodePlatform, lifetimes, {
    userId,
    kind: "tokens",
    address: undefined,
    userAgent: undefined,
    now: start,
  });
  return [session, startFamily(ledger, nodePlatform, session, start)];
}

const accessEnd = (tokens: Tokens, now: number) =>
  findAccessEnd(opened.data.system, nodePlatform, parseAccessToken(tokens.accessToken)!, now);

it("keeps nothing from which a token can be made", async () => {
  const { first, refresh } = await beginFamily();
  const second = await refresh(first, start + 1000);
  const kept = JSON.stringify([
    opened.data.system.all("SELECT * FROM servery_tokens"),
    opened.data.system.all("SELECT * FROM servery_sessions"),
  ]);
  if (second.kind !== "rotated") throw new Error(second.kind);
  for (const { refreshToken, accessToken } of [first, second.tokens]) {
    const { family, secret } = parseRefreshToken(refreshToken)!;
    for (const part of [family, secret, parseAccessToken(accessToken)!.secret])
      expect(kept).not.toContain(part);
  }
});

it("gives the same successor again for 30 seconds, while nobody has used it", async () => {
  const { first, refresh } = await beginFamily();
  const second = await refresh(first, start);
  if (second.kind !== "rotated") throw new Error(second.kind);
  const again = { kind: "repeated", tokens: second.tokens };
  expect(await refresh(first, start + 1)).toEqual(again);
  expect(await refresh(first, start + graceMs)).toEqual(again);
  expect(await refresh(first, start + graceMs + 1)).toEqual({ kind: "reused" });
});

it("calls it reuse at once when the successor was used", async () => {
  const { first, refresh } = await beginFamily();
  const second = await refresh(first, start);
  if (second.kind !== "rotated") throw new Error(second.kind);
  expect(await refresh(second.tokens, start + 1)).toMatchObject({ kind: "rotated" });
  expect(await refresh(first, start + 2)).toEqual({ kind: "reused" });
});

it("tells a stranger who knows the session's name from one who has had a token", async () => {
  const { session, first, refresh } = await beginFamily();
  const guess = `srt_${session.id}_${"x".repeat(43)}_${"y".repeat(43)}`;
  expect(await refresh({ ...first, refreshToken: guess }, start)).toEqual({ kind: "unknown" });
  const { family } = parseRefreshToken(first.refreshToken)!;
  const forged = `srt_${session.id}_${family}_${"y".repeat(43)}`;
  expect(await refresh({ ...first, refreshToken: forged }, start)).toEqual({ kind: "reused" });
});

it("lets an access token live out its ten minutes, but not two refreshes", async () => {
  const { first, refresh } = await beginFamily();
  const second = await refresh(first, start + 60_000);
  if (second.kind !== "rotated") throw new Error(second.kind);
  expect(accessEnd(first, start + 60_000)).toBe(start + accessMs);
  expect(accessEnd(first, start + accessMs)).toBeUndefined();
  expect(accessEnd(second.tokens, start + accessMs)).toBe(start + 60_000 + accessMs);
  const third = await refresh(second.tokens, start + 70_000);
  expect(third.kind).toBe("rotated");
  expect(accessEnd(first, start + 70_000)).toBeUndefined();
  expect(accessEnd(second.tokens, start + 70_000)).toBeDefined();
});

it("gives no access token beyond the session's end", async () => {
  const { session, first, refresh } = await beginFamily();
  const last = await refresh(first, session.expiresAt - 1000);
  expect(last).toMatchObject({ tokens: { accessExpiresAt: session.expiresAt } });
});

const seed = toSeed();
it(`holds its promises in 100 rounds of random interleavings (SERVERY_SEED=${seed})`, async () => {
  const random = createRandom(seed);
  for (let round = 0; round < 100; round++) {
    const { first, refresh } = await beginFamily();
    const pairs = [first];
    let now = start;
    let rotatedAt = start;
    for (let step = 0; step < 12; step++) {
      now += random.below(3) === 0 ? random.below(2 * graceMs) : random.below(5);
      const last = pairs.length - 1;
      const sent = Math.max(0, last - Math.min(random.below(4), random.below(4)));
      const came = await refresh(pairs[sent]!, now);
      if (sent === last) {
        if (came.kind !== "rotated") throw new Error(`round ${round}: ${came.kind}`);
        pairs.push(came.tokens);
        rotatedAt = now;
      } else if (sent === last - 1 && now - rotatedAt <= graceMs) {
        expect(came).toEqual({ kind: "repeated", tokens: pairs[last] });
      } else {
        expect(came).toEqual({ kind: "reused" });
        break;
      }
    }
    expect(new Set(pairs.map(({ refreshToken }) => refreshToken)).size).toBe(pairs.length);
  }
});
