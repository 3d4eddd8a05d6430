import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import { shop } from "../accounts-contract.fixture.ts";
import { createClient } from "../client.ts";
import type { CredentialKeeper } from "../credential-keeper.ts";
import { ada, bob } from "../fake-accounts.fixture.ts";
import { createManualClock, settled } from "../manual-clock.fixture.ts";
import { sessionOf } from "../session.ts";
import type { SessionMode } from "../session-mode.ts";
import { createFakeLive, problemResponse } from "./fake-live.fixture.ts";

beforeAll(() => import("./live.ts"));
afterEach(() => vi.unstubAllGlobals());

const unauthenticated = { type: "x", title: "Sign in", status: 401, code: "unauthenticated" };

/** Keeps one credential, and gets the next one when it does not hold any more. */
function keep(credential: string, next?: string, onRenew = () => {}) {
  let held = credential;
  const renewals: string[] = [];
  const keeper: CredentialKeeper = {
    isShared: false,
    onEnd: undefined,
    isEmpty: async () => false,
    toHeaders: async () => ({ authorization: held }),
    renew: async ({ authorization = "" }) => {
      renewals.push(authorization);
      held = next ?? held;
      onRenew();
      return held !== authorization;
    },
    completeInput: async (_, input) => input,
    take: async () => {},
  };
  return { renewals, session: { connect: () => keeper } satisfies SessionMode };
}

function connect(session: "cookie" | SessionMode = "cookie") {
  const clock = createManualClock();
  const live = createFakeLive(clock);
  live.commit("", { user: null });
  const client = createClient(shop, {
    url: "http://shop.example",
    fetch: live.fetch,
    clock,
    random: () => 0.5,
    retry: false,
    session,
  });
  const heard: string[] = [];
  const watch = () =>
    client.mine.watch(undefined, ({ user }) => heard.push(`data ${user}`), {
      onStatus: (status) => heard.push(status),
      onProblem: ({ code }, isOver) => heard.push(`${code}${isOver ? " over" : ""}`),
    });
  const signIn = (user: typeof ada) => {
    live.spoiled.push({
      path: "/api/auth/sign-in",
      answer: () => Response.json({ status: "signed_in", user, tokens: null, device: null }),
    });
    return client.auth.signIn({ email: user.email, password: "x" });
  };
  return { clock, live, client, heard, watch, signIn };
}

describe("what is watched belongs to who is signed in:", () => {
  test("a call that was begun by somebody else is not answered with it", async () => {
    const { live, client, heard, watch, signIn } = connect();
    sessionOf(client);
    await signIn(ada);
    live.commit("", { user: ada.id });
    watch();
    await settled();
    const old = live.token;
    const answer = async () => {
      await signIn(bob);
      live.commit("", { user: bob.id });
      await settled();
      return Response.json({ user: ada.id }, { headers: { "servery-snapshot": old } });
    };
    const again = () =>
      Response.json({ user: "x" }, { headers: { "servery-snapshot": live.token } });
    live.spoiled.push({ path: "/api/mine", answer }, { path: "/api/mine", answer: again });
    expect(await client.mine()).toEqual({ user: "x" });
    expect(heard).toContain(`data ${bob.id}`);
  });

  test("another's sign-in opens another stream, and nothing of before is told or known", async () => {
    const { live, client, heard, watch, signIn } = connect();
    sessionOf(client);
    await signIn(ada);
    live.commit("", { user: ada.id });
    watch();
    await settled();
    const [first] = live.streams;
    live.commit("", { user: bob.id });
    const late = [...first!.queries.keys()];
    await signIn(bob);
    first?.send({ q: late[0], epoch: 9, token: live.token, hash: "x", full: { user: ada.id } });
    await settled();
    expect(first?.isOpen).toBe(false);
    expect(live.streams).toHaveLength(2);
    expect(live.stream.opened.queries).toEqual([{ q: expect.any(Number), operation: "mine" }]);
    expect(heard.slice(0, 2)).toEqual([`data ${ada.id}`, "live"]);
    expect(heard.slice(-3)).toEqual(["connecting", `data ${bob.id}`, "live"]);
    expect(heard.filter((word) => word === `data ${ada.id}`)).toHaveLength(1);
  });

  test("a service that does not know the caller any more ends the session, as with a call", async () => {
    const { live, client, heard, watch, signIn } = connect();
    const session = sessionOf(client);
    await signIn(ada);
    live.commit("", { user: ada.id });
    watch();
    await settled();
    live.problemOf("", unauthenticated);
    live.commit("other", {});
    await settled();
    expect(session.current).toMatchObject({ state: "signed_out", reason: "ended" });
    expect(heard).toEqual([`data ${ada.id}`, "live", "unauthenticated over", "stale"]);
  });
});

describe("a credential that does not hold any more is renewed,", () => {
  test("when the stream is refused for it", async () => {
    const { session, renewals } = keep("old", "new");
    const { live, heard, watch } = connect(session);
    live.spoiled.push({
      path: "/_servery/live",
      answer: () => problemResponse(401, "unauthenticated"),
    });
    watch();
    await settled();
    expect(renewals).toEqual(["old"]);
    expect(live.stream.headers.get("authorization")).toBe("new");
    expect(heard).toEqual(["data null", "live"]);
  });

  test("when queries are, all of which are then asked for on another stream", async () => {
    const onRenew = () => live.problemOf("", undefined);
    const { session, renewals } = keep("old", "new", onRenew);
    const { live, client, heard, watch } = connect(session);
    live.problemOf("", unauthenticated);
    watch();
    const other: string[] = [];
    client.open.watch(undefined, () => {}, { onProblem: ({ code }) => other.push(code) });
    await settled();
    expect(renewals).toEqual(["old"]);
    expect(live.streams.map(({ headers }) => headers.get("authorization"))).toEqual(["old", "new"]);
    expect([heard, other]).toEqual([["data null", "live"], []]);
  });

  test("and where there is none, each query is told", async () => {
    const { session, renewals } = keep("old");
    const { live, client, heard, watch } = connect(session);
    live.problemOf("", unauthenticated);
    watch();
    const other: string[] = [];
    client.open.watch(undefined, () => {}, { onProblem: ({ code }) => other.push(code) });
    await settled();
    expect(renewals).toEqual(["old"]);
    expect([heard, other]).toEqual([["unauthenticated over"], ["unauthenticated"]]);
  });
});

test("what is posted carries the newest state, our header against forgery, and the client's own", async () => {
  const clock = createManualClock();
  const live = createFakeLive(clock);
  const client = createClient(shop, {
    url: "http://shop.example",
    fetch: live.fetch,
    clock,
    headers: async () => ({ "X-Own": "1" }),
  });
  live.commit("public", { user: null });
  await client.open();
  client.open.watch(undefined, () => {});
  await settled();
  const { headers, opened } = live.stream;
  expect(Object.fromEntries(headers)).toEqual({
    accept: "text/event-stream, application/problem+json",
    "content-type": "application/json",
    "servery-csrf": "1",
    "servery-snapshot": "c.db.2",
    "x-own": "1",
  });
  expect(opened.token).toBe("c.db.2");
});
