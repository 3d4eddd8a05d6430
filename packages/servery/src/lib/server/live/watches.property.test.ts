import { array, assert, asyncProperty, constantFrom, oneof, record } from "fast-check";
import { expect, test } from "vitest";
import { type Heard, openWatches } from "../../../../test/live/open-watches.ts";
import { settle } from "../../../../test/live/world.ts";
import type { Answer } from "./question.ts";

const numRuns = Number(process.env["SERVERY_PROPERTY_CASES"] ?? 300);

const row = constantFrom("1", "2");
const value = constantFrom("a", "b", "gone");
const user = constantFrom<Answer[]>("ada", "bob", null);
const who = constantFrom(0, 1, 2, 3, 4, 5);
const step = oneof(
  record({ does: constantFrom("write", "writeElsewhere", "writeUncounted"), row, value }),
  record({
    does: constantFrom("open"),
    row,
    user,
    kind: constantFrom("public", "own", "private", "some"),
  }),
  record({ does: constantFrom("replace"), who, user }),
  record({ does: constantFrom("close", "call"), who }),
  record({ does: constantFrom("turn", "lookAround", "age") }),
);
type Step = Partial<{ row: string; value: string; user: Answer; kind: string; who: number }> & {
  readonly does: string;
};

interface Open {
  readonly heard: Heard;
  readonly row: string;
  readonly kind: string;
  user: Answer;
  isOpen: boolean;
}

/** A service's life at random, with runs that begin and end in turns of their own. */
class Life {
  readonly opened = openWatches({ maxAgeMs: 1000, cacheBytes: 20_000 });
  readonly all: Open[] = [];

  query({ row: id, user: caller, kind }: Pick<Open, "row" | "user" | "kind">) {
    const { world, query } = this.opened;
    // What it asks may rest on what it reads.
    const asksUser = () => kind === "own" || (kind === "some" && world.read(id) !== "a");
    return query(id, {
      key: `${kind} ${id}`,
      caller: { user: caller },
      asks: () => (asksUser() ? ["user"] : []),
      ...(kind === "private" && { forbidden: "random" }),
      meanwhile: () => settle(1),
      fails: () => (world.read(id) === "gone" ? { status: 404 } : undefined),
    });
  }

  async take(step1: Step): Promise<void> {
    const { world, watch, watches, platform, kept } = this.opened;
    const { does, row: id = "1", value: text = "", user: caller = null, kind = "public" } = step1;
    const open = this.all.filter(({ isOpen }) => isOpen)[step1.who ?? 0];
    if (does === "write") world.write(id, text);
    if (does === "writeElsewhere") world.writeElsewhere(id, text);
    if (does === "writeUncounted") world.writeElsewhere(id, text, { counts: false });
    if (does === "lookAround") world.commits.lookAround();
    if (does === "turn") await settle(1);
    if (does === "age") {
      platform.advance(600);
      watches.sweep();
    }
    if (does === "open") {
      const made = { row: id, kind, user: caller };
      this.all.push({ ...made, isOpen: true, heard: watch(this.query(made)) });
    }
    if (open === undefined) return;
    if (does === "replace") {
      open.user = caller;
      open.heard.replace(this.query(open));
    }
    if (does === "close") {
      open.heard.close();
      open.isOpen = false;
    }
    if (does === "call")
      kept.find(`${open.kind} ${open.row}`, this.query(open).ask, platform.monotonic());
  }

  /** What a fresh run would tell of a watch now, without the state's number. */
  truthOf({ row: id, kind, user: caller }: Open): string {
    const text = this.opened.world.read(id);
    if (text === "gone") return "failed_404!";
    const asksUser = kind === "own" || (kind === "some" && text !== "a");
    return `${text ?? "null"}${asksUser ? ` ${caller ?? "none"}` : ""}`;
  }
}

test("whatever happens, all who watch know in the end what is true, and never went back", async () => {
  const property = asyncProperty(array(step, { maxLength: 40 }), async (steps) => {
    const life = new Life();
    const { world, watches, kept } = life.opened;
    const told = new Map<Open, number>();
    for (const each of steps) {
      await life.take(each as Step);
      // Nobody is told anything after they have gone.
      for (const open of life.all)
        if (!open.isOpen) {
          expect(open.heard.told.length).toBe(told.get(open) ?? open.heard.told.length);
          told.set(open, open.heard.told.length);
        }
      expect(watches.settledCount()).toBeLessThanOrEqual(world.commits.count());
    }
    await settle(5);
    world.commits.lookAround();
    await settle(60);
    expect(watches.settledCount()).toBe(world.commits.count());
    for (const open of life.all) {
      const { states, last, told: words } = open.heard;
      expect(states).toEqual(states.toSorted((one, other) => one - other));
      // Never the same twice in a row.
      const results = words.map((each) => each.slice(each.indexOf(" ")));
      for (const [at, result] of results.entries()) expect(result).not.toBe(results[at - 1]);
      if (open.isOpen) expect(last?.slice(last.indexOf(" ") + 1)).toBe(life.truthOf(open));
    }
    for (const { heard } of life.all) heard.close();
    expect(watches.size).toBe(0);
    world.write("1", "last");
    world.write("2", "last");
    await settle(5);
    expect(kept).toMatchObject({ size: 0, weight: 0 });
  });
  await assert(property, { numRuns });
}, 600_000);
