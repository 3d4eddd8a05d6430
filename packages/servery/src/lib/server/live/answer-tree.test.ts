import { array, assert, constantFrom, dictionary, integer, property, record } from "fast-check";
import { describe, expect, test } from "vitest";
import { AnswerTree } from "./answer-tree.ts";
import { type Answer, answersAlike, type Ask, type Asked } from "./question.ts";

const questions = ["user", "signed_in", "role:admin", "header:accept-language"];
const answers = constantFrom<Answer[]>(null, "yes", "ada", "bob");
/** Somebody, by all that they would answer. */
const caller = dictionary(constantFrom(...questions), answers);
type Caller = Readonly<Record<string, Answer>>;

const askOf =
  (given: Caller): Ask =>
  (question) =>
    given[question] ?? null;

/** What a run asks of its caller, in an order that may rest on anything. */
const run = record({
  caller,
  asks: array(constantFrom(...questions), { maxLength: 4 }),
  removes: integer({ min: 0, max: 20 }),
});

const toAsked = (given: Caller, asks: readonly string[]): Asked[] =>
  [...new Set(asks)].map((question) => ({ question, answer: askOf(given)(question) }));

interface Put {
  readonly asked: readonly Asked[];
}

type Tree = Pick<AnswerTree<Put>, "find" | "put" | "remove" | "isEmpty">;

/** Puts results of random runs in, takes some out, and looks whether anybody finds what is not theirs. */
function search(createTree: () => Tree, numRuns: number): void {
  const noLeak = property(array(run, { maxLength: 20 }), array(caller), (runs, others) => {
    const tree = createTree();
    const inside = new Set<Put>();
    for (const { caller: given, asks, removes } of runs) {
      const put = { asked: toAsked(given, asks) };
      const displaced = tree.put(put.asked, put);
      inside.add(put);
      for (const each of displaced) check(inside.delete(each) && each !== put);
      // Whoever it was made for gets it, until something stands in its way.
      check(tree.find(askOf(given)) === put);
      const gone = [...inside][removes];
      if (gone !== undefined) tree.remove(gone.asked, gone);
      if (gone !== undefined) inside.delete(gone);
      for (const other of [given, ...others]) {
        const found = tree.find(askOf(other));
        const theirs = [...inside].filter(({ asked }) => answersAlike(asked, askOf(other)));
        // Neither another's nor one that is out; and where there is one, it is found.
        check(found === undefined ? theirs.length === 0 : theirs.includes(found));
      }
    }
    for (const put of inside) tree.remove(put.asked, put);
    check(tree.isEmpty);
  });
  assert(noLeak, { numRuns });
}

function check(holds: boolean): void {
  if (!holds)
    throw new Error("A result was found by whom it was not made for, or not by whom it was.");
}

/** Trees that are wrong in one place. */
const mutants: Readonly<Record<string, (tree: Tree) => Partial<Tree>>> = {
  "forgets the first question": (tree) => ({
    put: (asked, value) => tree.put(asked.slice(1), value),
  }),
  "forgets the last question": (tree) => ({
    put: (asked, value) => tree.put(asked.slice(0, -1), value),
  }),
  "takes every role for held": (tree) => ({
    find: (ask) => tree.find((question) => (question === "role:admin" ? "yes" : ask(question))),
  }),
  "takes nobody for ada": (tree) => ({
    find: (ask) => tree.find((question) => ask(question) ?? "ada"),
  }),
  "removes nothing": () => ({ remove: () => {} }),
};

function createMutant(mutate: (tree: Tree) => Partial<Tree>): Tree {
  const tree = new AnswerTree<Put>();
  return {
    find: (ask) => tree.find(ask),
    put: (asked, value) => tree.put(asked, value),
    remove: (asked, value) => tree.remove(asked, value),
    get isEmpty() {
      return tree.isEmpty;
    },
    ...mutate(tree),
  };
}

describe("a tree of answers", () => {
  test("gives a result to those alone who answer all that its run has asked", () => {
    search(() => new AnswerTree(), 500);
  }, 60_000);

  test.each(Object.entries(mutants))("is found out where it %s", (_, mutate) => {
    expect(() => search(() => createMutant(mutate), 2000)).toThrow(/^Property failed after/);
  });

  test("does not remove what has taken the place of another", () => {
    const tree = new AnswerTree<string>();
    const asked = [{ question: "user", answer: "ada" }];
    tree.put(asked, "old");
    expect(tree.put(asked, "new")).toEqual(["old"]);
    tree.remove(asked, "old");
    expect(tree.find(() => "ada")).toBe("new");
    tree.remove([], "new");
    expect(tree.find(() => "ada")).toBe("new");
  });

  test("tells what stood in the way of a run that asked less", () => {
    const tree = new AnswerTree<string>();
    tree.put([{ question: "user", answer: "ada" }], "ada's");
    tree.put([{ question: "user", answer: "bob" }], "bob's");
    expect(tree.put([], "everybody's")).toEqual(["ada's", "bob's"]);
    expect(tree.find(() => "carl")).toBe("everybody's");
  });
});
