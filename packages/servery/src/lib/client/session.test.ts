import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { Account } from "../contract/identity/shapes.ts";
import type { Link } from "../ports/link.ts";
import { ProblemError } from "../protocol/problem-error.ts";
import { shop } from "./accounts-contract.fixture.ts";
import { createClient } from "./client.ts";
import { ada, bob } from "./fake-accounts.fixture.ts";
import { store as withoutIdentity } from "./fake-service.fixture.ts";
import { sessionOf } from "./session.ts";
import { createSkippingClock } from "./skipping-clock.fixture.ts";

const refuse = (code: string, status = 401) =>
  Promise.reject(new ProblemError({ type: "about:blank", title: code, status, code }));
const signedIn = (user: Account) => ({ status: "signed_in", user, tokens: null });
const credentials = { email: "ada@example.com", password: "x" };

type Answers = Record<string, (input: unknown) => unknown>;

/** A client of a service that answers so; what is not there answers as if nobody were signed in. */
function connect(answers: Answers, retry: false | object = false) {
  const seen: string[] = [];
  const link: Link = {
    call: async (id, input) => {
      seen.push(id);
      return answers[id] ? answers[id](input) : refuse("unauthenticated");
    },
  };
  const client = createClient(shop, { link, clock: createSkippingClock(), retry });
  return { client, session: sessionOf(client), seen, answers };
}

const normal = (): Answers => ({
  "auth.signIn": () => signedIn(ada),
  "auth.signOut": () => null,
  "auth.whoAmI": () => ({ user: ada, session: null }),
  mine: () => ({ user: ada.id }),
});

describe("a session", () => {
  test("is unknown until it is loaded, once however many ask", async () => {
    const { session, seen } = connect(normal());
    expect(session.state).toBe("unknown");
    const [first, second] = await Promise.all([session.load(), session.load()]);
    expect(first).toBe(second);
    expect(first).toEqual({ state: "signed_in", user: ada });
    expect(seen).toEqual(["auth.whoAmI"]);
  });

  test("that cannot be loaded stays unknown, and says why", async () => {
    const { session } = connect({ "auth.whoAmI": () => refuse("overloaded", 503) });
    await expect(session.load()).rejects.toMatchObject({ code: "overloaded" });
    expect(session.current).toMatchObject({ state: "unknown", problem: { code: "overloaded" } });
  });

  test.each([
    ["signIn", "auth.signIn", (c: Shop) => c.auth.signIn(credentials)],
    [
      "verifyEmail",
      "auth.verifyEmail",
      (c: Shop) => c.auth.verifyEmail({ attempt: "a", code: "123456" }),
    ],
    [
      "acceptInvitation",
      "auth.acceptInvitation",
      (c: Shop) => c.auth.acceptInvitation({ token: "t", ...credentials }),
    ],
    [
      "a second factor",
      "auth.secondFactor.complete",
      (c: Shop) => c.auth.secondFactor.complete({ challenge: "c", code: "123456" }),
    ],
    [
      "changePassword",
      "auth.changePassword",
      (c: Shop) => c.auth.changePassword({ currentPassword: "a", newPassword: "b" }),
    ],
  ])("follows %s", async (_, id, call) => {
    const { client, session } = connect({ [id]: () => signedIn(ada) });
    await call(client);
    expect(session.current).toEqual({ state: "signed_in", user: ada });
  });

  test.each(["signOut", "deleteAccount"] as const)("follows %s", async (name) => {
    const { client, session } = connect({ ...normal(), [`auth.${name}`]: () => null });
    await client.auth.signIn(credentials);
    await client.auth[name]();
    expect(session.current).toMatchObject({ state: "signed_out", reason: "signed_out" });
  });

  test("is not begun by a first factor alone", async () => {
    const challenge = { status: "second_factor_required", challenge: "c", factors: ["totp"] };
    const { client, session } = connect({ "auth.signIn": () => challenge });
    await client.auth.signIn(credentials);
    expect(session.state).toBe("unknown");
  });

  test("stays when signing out fails: the service still has it", async () => {
    const { client, session } = connect({
      ...normal(),
      "auth.signOut": () => refuse("internal_error", 500),
    });
    await client.auth.signIn(credentials);
    await client.auth.signOut.safe();
    expect(session.state).toBe("signed_in");
  });

  test("ends with the first call that the service takes for nobody's", async () => {
    const { client, session, answers } = connect(normal());
    await client.auth.signIn(credentials);
    answers["mine"] = () => refuse("unauthenticated");
    await client.mine.safe();
    expect(session.current).toMatchObject({ state: "signed_out", reason: "ended" });
  });

  test.each(["wrong_credentials", "fresh_sign_in_required", "forbidden"])(
    "does not end by %s",
    async (code) => {
      const { client, session, answers } = connect(normal());
      await client.auth.signIn(credentials);
      answers["mine"] = () => refuse(code);
      await client.mine.safe();
      expect(session.state).toBe("signed_in");
    },
  );

  test("is not ended by a late answer to what was asked before signing in", async () => {
    let answer = () => {};
    const late = new Promise<void>((resolve) => (answer = resolve));
    const { client, session } = connect({
      ...normal(),
      mine: () => late.then(() => refuse("unauthenticated")),
      "auth.whoAmI": () => late.then(() => ({ user: null, session: null })),
    });
    const asked = [client.mine.safe(), client.auth.whoAmI()];
    await client.auth.signIn(credentials);
    answer();
    await Promise.all(asked);
    expect(session.state).toBe("signed_in");
  });

  test("what one user has begun is not repeated in another's name", async () => {
    const { client, answers, seen } = connect(normal(), {});
    await client.auth.signIn(credentials);
    answers["auth.signIn"] = () => signedIn(bob);
    answers["buy"] = async () => {
      await client.auth.signIn(credentials);
      return refuse("overloaded", 503);
    };
    expect((await client.buy.safe()).problem?.code).toBe("overloaded");
    expect(seen.filter((id) => id === "buy")).toHaveLength(1);
  });

  test("tells of changes only, and to whom it was not told to stop", async () => {
    const { client, session } = connect({
      ...normal(),
      "auth.proveAgain": () => signedIn({ ...ada }),
    });
    const told: string[] = [];
    const stop = session.onChange(({ state }) => told.push(state));
    await client.auth.signIn(credentials);
    await client.auth.proveAgain({ password: "x" });
    const { current } = session;
    await session.load();
    expect(session.current).toBe(current);
    stop();
    await client.auth.signOut();
    expect(told).toEqual(["signed_in"]);
  });

  test("knows a user's new name", async () => {
    const { client, session } = connect({ ...normal(), "auth.updateProfile": () => null });
    await client.auth.signIn(credentials);
    await client.auth.updateProfile({ name: "Countess" });
    expect(session.user?.name).toBe("Countess");
  });

  test("is one and the same for a client, and each client has its own", () => {
    const { client, session } = connect(normal());
    expect(sessionOf(client)).toBe(session);
    expect(connect(normal()).session).not.toBe(session);
  });

  test("is not to be had of a contract without identity, nor of anything else", () => {
    const client = createClient(withoutIdentity, { link: { call: async () => null } });
    // @ts-expect-error there is no identity
    expect(() => sessionOf(client)).toThrow(expect.objectContaining({ code: "no_identity" }));
    const impostor = { auth: { whoAmI: async () => ({ user: null }) } };
    expect(() => sessionOf(impostor)).toThrow(expect.objectContaining({ code: "no_identity" }));
  });
});

type Shop = ReturnType<typeof connect>["client"];

describe("in another tab", () => {
  beforeEach(() => {
    // A page; Node has the channel itself.
    vi.stubGlobal("location", new URL("http://shop.example"));
  });
  afterEach(() => vi.unstubAllGlobals());

  const reaches = (session: { readonly state: string }, state: string) =>
    vi.waitFor(() => expect(session.state).toBe(state));

  test("a sign-out is one here", async () => {
    const here = connect(normal());
    const there = connect(normal());
    await here.session.load();
    await there.session.load();
    await there.client.auth.signOut();
    await reaches(here.session, "signed_out");
    expect(here.session.current.reason).toBe("signed_out");
    expect(here.seen).toEqual(["auth.whoAmI"]);
  });

  test("another user's sign-in leaves nothing of this one, and is asked for", async () => {
    const here = connect(normal());
    const there = connect({ "auth.signIn": () => signedIn(bob) });
    await here.session.load();
    const states: unknown[] = [];
    here.session.onChange(({ state, user }) => states.push([state, user?.id]));
    here.answers["auth.whoAmI"] = () => ({ user: bob, session: null });
    await there.client.auth.signIn(credentials);
    await vi.waitFor(() => expect(here.session.user).toEqual(bob));
    expect(states).toEqual([
      ["unknown", undefined],
      ["signed_in", bob.id],
    ]);
  });

  test("the end of another user's session, told late, is not taken for this one's", async () => {
    const here = connect(normal());
    await here.session.load();
    const channel = new BroadcastChannel("servery:shop@");
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin.
    channel.postMessage({ user: null, before: bob.id, reason: "ended" });
    await vi.waitFor(() => expect(here.seen).toEqual(["auth.whoAmI", "auth.whoAmI"]));
    channel.close();
    expect(here.session.state).toBe("signed_in");
  });

  test("the same user's sign-in changes nothing", async () => {
    const here = connect(normal());
    const there = connect(normal());
    await here.session.load();
    const { current } = here.session;
    await there.client.auth.signIn(credentials);
    // What was told first has been heard once what was told second has.
    await there.client.auth.signOut();
    await reaches(here.session, "signed_out");
    expect(current.state).toBe("signed_in");
    expect(here.seen).toEqual(["auth.whoAmI"]);
  });

  test("what is no message of ours is not listened to", async () => {
    const here = connect(normal());
    await here.session.load();
    const channel = new BroadcastChannel("servery:shop@");
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin.
    for (const junk of [null, 1, "x", {}, { user: 5 }]) channel.postMessage(junk);
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel is of one origin.
    channel.postMessage({ user: null, reason: "rubbish" });
    await reaches(here.session, "signed_out");
    expect(here.session.current.reason).toBeUndefined();
    channel.close();
  });
});
