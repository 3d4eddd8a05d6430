import { describe, expect, test } from "vitest";

import type { QueryFrame } from "../../../src/lib/protocol/live.ts";
import { openStream, poll } from "../stream-reader.ts";
import { doors } from "./doors.ts";
import {
  type Caller,
  makeKey,
  nobody,
  signInByCookie,
  signInByToken,
  writeNote,
} from "./target-callers.ts";
import { admin } from "./target-contract.ts";
import { openTarget } from "./target-service.ts";

describe("what somebody else has asked for before", () => {
  /** Somebody, and what each query tells them. */
  interface Asker extends Caller {
    readonly mine: unknown;
    readonly open: unknown;
    readonly scoped: unknown;
    readonly office: unknown;
    readonly who: string;
    readonly rights: string;
  }
  const notes = (...names: string[]) => ({ bodies: names.map((name) => `${name}'s`) });

  async function openWithAskers() {
    const opened = await openTarget();
    const { ids } = opened;
    for (const name of ["ada", "bob"]) await writeNote(opened, name, `${name}'s`);
    const stranger = {
      mine: "unauthenticated",
      scoped: "unauthenticated",
      office: "unauthenticated",
      open: notes(),
      who: "nobody",
      rights: ",,",
    };
    const asUser = (name: string, own: object, office: unknown) => ({
      mine: own,
      scoped: own,
      open: own,
      office,
      who: ids[name]!,
      rights: name === "root" ? "true,false,true" : "false,false,true",
    });
    // A key acts in its user's name only where an operation asks for a scope.
    const asKey = (own: object) => ({
      ...stranger,
      mine: "forbidden",
      office: "forbidden",
      scoped: own,
    });
    const all = notes("ada", "bob");
    const askers: Asker[] = [
      { ...nobody, ...stranger },
      { name: "a key that is none", headers: { authorization: "Bearer x" }, ...stranger },
      { ...(await signInByCookie(opened, "ada")), ...asUser("ada", notes("ada"), "forbidden") },
      { ...(await signInByToken(opened, "ada")), ...asUser("ada", notes("ada"), "forbidden") },
      { ...(await makeKey(opened, "ada")), ...asKey(notes("ada")) },
      { ...(await signInByCookie(opened, "bob")), ...asUser("bob", notes("bob"), "forbidden") },
      { ...(await makeKey(opened, "bob")), ...asKey(notes("bob")) },
      { ...(await signInByToken(opened, "root")), ...asUser("root", all, all) },
      { ...(await makeKey(opened, "root")), ...asKey(all) },
    ];
    return { ...opened, askers };
  }
  const operations: readonly (readonly [operation: string, of: (asker: Asker) => unknown])[] = [
    ["notes.mine", ({ mine }) => mine],
    ["notes.open", ({ open }) => open],
    ["notes.scoped", ({ scoped }) => scoped],
    ["notes.office", ({ office }) => office],
    ["asks.who", ({ who }) => ({ words: who })],
    ["asks.rights", ({ rights }) => ({ words: rights })],
  ];

  test.each(Object.entries(doors))("is never another's answer: by %s", async (_, door) => {
    const { url, askers } = await openWithAskers();
    for (const [operation, of] of operations)
      for (const warmer of askers) {
        // Whoever comes after it, and at once with it, after it has made sure that its own answer is kept.
        for (let time = 0; time < 2; time++) await door(url, operation, undefined, warmer.headers);
        const answers = await Promise.all(
          askers.map(({ headers }) => door(url, operation, undefined, headers)),
        );
        expect(answers, `${operation} after ${warmer.name}`).toEqual(askers.map(of));
      }
  });

  test("tells no credential of another session of the same user", async () => {
    const opened = await openTarget();
    const sessions = [await signInByCookie(opened, "ada"), await signInByToken(opened, "ada")];
    const told = new Set<string>();
    for (let time = 0; time < 4; time++)
      for (const door of Object.values(doors))
        for (const [index, { headers }] of sessions.entries())
          told.add(
            `${index} ${JSON.stringify(await door(opened.url, "asks.credential", undefined, headers))}`,
          );
    expect(told.size).toBe(2);
  });

  test("tells no problem that another's run has met", async () => {
    const opened = await openTarget();
    const { url, ids, service } = opened;
    const callers = [
      nobody,
      await signInByToken(opened, "ada"),
      await signInByToken(opened, "bob"),
    ];
    const query = { q: 1, operation: "asks.refusal" };
    const streams = await Promise.all(
      callers.map(({ headers }) => openStream(url, [query], headers)),
    );
    const told = async () =>
      (await Promise.all(streams.map((stream) => stream.next()))).map(
        (frame) => (frame as QueryFrame).problem?.data,
      );
    const expected = ["nobody", ids["ada"], ids["bob"]].map((who) => ({ who }));
    expect(await told()).toEqual(expected);
    const polled = callers.map(({ headers }) => poll(url, [query], 0, headers));
    expect((await Promise.all(polled)).map(([frame]) => frame?.problem?.data)).toEqual(expected);
    expect(service.status().live!.watches).toBe(3);
    for (const stream of streams) stream.leave();
  });

  test("is not told to who lost what it took, nor to who has it only now", async () => {
    const opened = await openTarget();
    const { ids, url, service } = opened;
    await writeNote(opened, "bob", "bob's");
    const { headers } = await signInByToken(opened, "ada");
    const ask = async () => {
      const answers = new Set<string>();
      for (const door of Object.values(doors))
        for (let time = 0; time < 3; time++)
          answers.add(JSON.stringify(await door(url, "notes.open", undefined, headers)));
      return [...answers];
    };
    expect(await ask()).toEqual(['{"bodies":[]}']);
    await service.accounts.grant(ids["ada"]!, admin);
    expect(await ask()).toEqual([`{"bodies":["bob's"]}`]);
    await service.accounts.revoke(ids["ada"]!, admin);
    // That ends the sessions too.
    expect(await ask()).toEqual(['{"bodies":[]}']);
  });
});
