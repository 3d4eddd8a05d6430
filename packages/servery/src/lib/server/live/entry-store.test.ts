import { array, assert, constantFrom, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { createEntryStore, type EntryStore } from "./entry-store.ts";
import type { Entry } from "./entry.ts";
import type { Answer, Ask } from "./question.ts";

const nobody: Ask = () => null;
const user =
  (name: Answer): Ask =>
  () =>
    name;

/** An entry of a query; with an answer, it is that user's. */
function entry(key: string, weight: number, answer?: Answer): Entry {
  return {
    key,
    result: { text: "{}", hash: "h" },
    asked: answer === undefined ? [] : [{ question: "user", answer }],
    reads: { regions: [], everything: undefined },
    count: 1,
    expiresAt: Number.POSITIVE_INFINITY,
    isPrivate: false,
    usesClock: false,
    weight,
    isFresh: true,
    heldIn: undefined,
    isFiled: false,
    wasUsed: false,
    auditedAt: 0,
  };
}

function addAll(store: EntryStore, ...entries: readonly Entry[]): readonly Entry[] {
  return entries.flatMap((each) => store.add(each));
}

describe("a store of entries", () => {
  test("finds an entry by its query, its caller and the texts that lead to it", () => {
    const store = createEntryStore(1000);
    const [ada, bob] = [entry("mine", 100, "ada"), entry("mine", 100, "bob")];
    expect(addAll(store, ada, bob)).toEqual([]);
    store.addAlias("/mine", "mine");
    expect(store.find("mine", user("ada"))).toBe(ada);
    expect(store.findByAlias("/mine", user("bob"))).toBe(bob);
    expect(store.findByAlias("/mine", user("carl"))).toBeUndefined();
    expect(store.find("other", user("ada"))).toBeUndefined();
    expect(store).toMatchObject({ weight: 200, size: 2 });
  });

  test("makes room with what was of no use since it was last looked at", () => {
    const store = createEntryStore(300);
    const [one, two, three] = [entry("1", 100), entry("2", 100), entry("3", 100)];
    addAll(store, one, two, three);
    store.find("1", nobody);
    expect(store.add(entry("4", 100))).toEqual([two]);
    // What is new stays, though all others were of use.
    store.find("1", nobody);
    store.find("3", nobody);
    store.find("4", nobody);
    const fifth = entry("5", 100);
    expect(store.add(fifth)).toHaveLength(1);
    expect(store.find("5", nobody)).toBe(fifth);
    expect(store.weight).toBe(300);
  });

  test("answers what another run of the same query stands in the way of", () => {
    const store = createEntryStore(1000);
    const old = entry("1", 100);
    addAll(store, old);
    const made = entry("1", 150, "ada");
    expect(store.add(made)).toEqual([old]);
    expect(store).toMatchObject({ weight: 150, size: 1 });
    expect(old.isFiled).toBe(false);
  });

  test("keeps what is in use beside its budget, and takes it back in when it is not", () => {
    const store = createEntryStore(250);
    const [one, two] = [entry("1", 100), entry("2", 100)];
    addAll(store, one);
    store.pin(one);
    expect(store).toMatchObject({ weight: 0, size: 1 });
    expect(store.addPinned(two)).toEqual([]);
    expect(store.isPinned(two)).toBe(true);
    addAll(store, entry("3", 100), entry("4", 100));
    expect(store.find("1", nobody)).toBe(one);
    one.wasUsed = false;
    // Two are one too many then.
    expect(store.unpin(one)).toHaveLength(1);
    expect(store.unpin(two)).toHaveLength(1);
    expect(store.weight).toBeLessThanOrEqual(250);
  });

  test("does not let go of what is in use for a newer run, but lets nobody find it", () => {
    const store = createEntryStore(1000);
    const old = entry("1", 100);
    store.addPinned(old);
    const made = entry("1", 100);
    expect(store.add(made)).toEqual([]);
    expect(store.find("1", nobody)).toBe(made);
    expect(store.size).toBe(2);
    expect(store.unpin(old)).toEqual([old]);
    expect(store.size).toBe(1);
    expect(store.find("1", nobody)).toBe(made);
  });

  test("lets those alone have what is hidden who put it in", () => {
    const store = createEntryStore(1000);
    const own = entry("1", 100);
    store.addHidden(own);
    expect(store.find("1", nobody)).toBeUndefined();
    store.remove(own);
    expect(store).toMatchObject({ weight: 0, size: 0 });
    store.addHidden(own);
    expect(store.unpin(own)).toEqual([own]);
    expect(store.size).toBe(0);
    expect(store.unpin(own)).toEqual([]);
  });

  test("knows a few spellings of a query, as long as it has anything of it", () => {
    const store = createEntryStore(10_000);
    const one = entry("1", 100);
    addAll(store, one);
    for (let at = 0; at < 20; at++) store.addAlias(`/${at}`, "1");
    const known = () =>
      Array.from({ length: 20 }, (_, at) => store.findByAlias(`/${at}`, nobody)).filter(Boolean);
    expect(known()).toHaveLength(8);
    store.addAlias("/nothing", "2");
    store.remove(one);
    expect(known()).toEqual([]);
    addAll(store, one);
    expect(known()).toEqual([]);
    store.addAlias("/7", "1");
    expect(known()).toEqual([one]);
  });

  test("forgets all spellings before they take more than a part of its budget", () => {
    const store = createEntryStore(10_000);
    for (let at = 0; at < 40; at++) {
      addAll(store, entry(String(at), 10));
      store.addAlias(`/${at}`.padEnd(100, "."), String(at));
    }
    const found = Array.from({ length: 40 }, (_, at) =>
      store.findByAlias(`/${at}`.padEnd(100, "."), nobody),
    ).filter(Boolean);
    expect(found).toHaveLength(10);
  });
});

const keys = constantFrom("a", "b", "c");
const answers = constantFrom<(Answer | undefined)[]>(undefined, "ada", "bob", null);
const step = record({
  does: constantFrom("add", "addPinned", "addHidden", "remove", "pin", "unpin", "find"),
  key: keys,
  answer: answers,
  weight: integer({ min: 1, max: 60 }),
  which: integer({ min: 0, max: 10 }),
});

test("whatever happens, the budget holds, and nothing is left in the end", () => {
  const property1 = property(array(step, { maxLength: 60 }), (steps) => {
    const budget = 150;
    const store = createEntryStore(budget);
    const inside = new Set<Entry>();
    const pinned = new Set<Entry>();
    const out = (entries: readonly Entry[]): void => {
      for (const each of entries) {
        expect(inside.delete(each)).toBe(true);
        expect(pinned.has(each)).toBe(false);
        expect(each.isFiled).toBe(false);
      }
    };
    for (const { does, key, answer, weight, which } of steps) {
      const given = entry(key, weight, answer);
      const known = [...inside][which];
      if (does === "find") {
        const found = store.find(key, user(answer ?? null));
        if (found !== undefined) expect(inside).toContain(found);
      } else if (does === "add" || does === "addPinned") {
        out(store[does](given));
        inside.add(given);
        if (does === "addPinned") pinned.add(given);
      } else if (does === "addHidden") {
        store.addHidden(given);
        inside.add(given);
        pinned.add(given);
      } else if (known === undefined) continue;
      else if (does === "remove") {
        store.remove(known);
        inside.delete(known);
        pinned.delete(known);
      } else if (does === "pin") {
        store.pin(known);
        pinned.add(known);
      } else {
        pinned.delete(known);
        out(store.unpin(known));
      }
      const free = [...inside].filter((each) => !pinned.has(each));
      expect(store.weight).toBe(free.reduce((sum, each) => sum + each.weight, 0));
      expect(store.weight).toBeLessThanOrEqual(budget);
      expect(store.size).toBe(inside.size);
      for (const each of pinned) expect(store.isPinned(each)).toBe(true);
    }
    for (const each of inside) store.remove(each);
    expect(store).toMatchObject({ weight: 0, size: 0 });
    for (const key of ["a", "b", "c"]) expect(store.find(key, nobody)).toBeUndefined();
  });
  assert(property1, { numRuns: 500 });
}, 60_000);
