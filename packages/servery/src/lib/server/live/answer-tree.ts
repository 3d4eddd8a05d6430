import type { Answer, Ask, Asked, Question } from "./question.ts";

/** What is asked next, and where each answer leads. */
interface Branch<T> {
  readonly question: Question;
  readonly next: Map<Answer, Node<T>>;
}

interface Leaf<T> {
  readonly value: T;
}

type Node<T> = Branch<T> | Leaf<T>;

/**
 * Results by all that their runs have asked of their callers. A result that asked nothing is everybody's; any
 * other is found by those only who give each answer that its run was given. So whose result may be shared with
 * whom is not declared: it is learned, and nobody is given what a run could not have made for them.
 *
 * A class, because there is one for every query of which something is kept.
 */
export class AnswerTree<T> {
  #root: Node<T> | undefined;

  /** The result of those who answer like this caller. */
  find(ask: Ask): T | undefined {
    let node = this.#root;
    while (node !== undefined && !("value" in node)) node = node.next.get(ask(node.question));
    return node?.value;
  }

  /** Puts a result in; answers those that stood in its way: their runs asked something else. */
  put(asked: readonly Asked[], value: T): readonly T[] {
    const displaced: T[] = [];
    let place = (node: Node<T>): void => void (this.#root = node);
    let node = this.#root;
    for (const { question, answer } of asked) {
      let branch: Branch<T>;
      if (node !== undefined && "next" in node && node.question === question) branch = node;
      else {
        displaced.push(...leavesOf(node));
        place((branch = { question, next: new Map() }));
      }
      node = branch.next.get(answer);
      place = (next) => void branch.next.set(answer, next);
    }
    displaced.push(...leavesOf(node));
    place({ value });
    return displaced;
  }

  /** Takes a result out. */
  remove(asked: readonly Asked[], value: T): void {
    if (this.#root !== undefined && removeFrom(this.#root, asked, 0, value)) this.#root = undefined;
  }

  get isEmpty(): boolean {
    return this.#root === undefined;
  }
}

/** Whether nothing is left of the node then. */
function removeFrom<T>(node: Node<T>, asked: readonly Asked[], depth: number, value: T): boolean {
  if ("value" in node) return node.value === value;
  const step = asked[depth];
  const next = step === undefined ? undefined : node.next.get(step.answer);
  if (step === undefined || next === undefined || node.question !== step.question) return false;
  if (removeFrom(next, asked, depth + 1, value)) node.next.delete(step.answer);
  return node.next.size === 0;
}

function leavesOf<T>(node: Node<T> | undefined): readonly T[] {
  if (node === undefined) return [];
  return "value" in node ? [node.value] : [...node.next.values()].flatMap(leavesOf);
}
