import { type AnswerTree, createAnswerTree } from "./answer-tree.ts";
import type { Entry } from "./entry.ts";
import type { Ask } from "./question.ts";

/** Everything that is kept, by query and by what its runs asked. */
export interface EntryStore {
  /** The fresh entry of a query for such a caller. */
  find(key: string, ask: Ask): Entry | undefined;
  /** The same, by a text that was found to lead to the query. */
  findByAlias(alias: string, ask: Ask): Entry | undefined;
  /** Lets a text lead to a query as long as anything is kept of it. */
  addAlias(alias: string, key: string): void;
  /** Keeps an entry; answers those that have to go for it. They are out already. */
  add(entry: Entry): readonly Entry[];
  /** Keeps an entry that is in use from the beginning. */
  addPinned(entry: Entry): readonly Entry[];
  remove(entry: Entry): void;
  /** An entry that is in use stays, whatever it weighs. */
  pin(entry: Entry): void;
  unpin(entry: Entry): void;
  readonly weight: number;
  readonly size: number;
}

/** All that is kept of one query. */
interface Slot {
  readonly tree: AnswerTree<Entry>;
  readonly aliases: string[];
}

/** Spellings of one query that are known. */
const mostAliases = 8;

/** Makes a store that holds `budget` bytes, roughly; beside what is pinned. */
export function createEntryStore(budget: number): EntryStore {
  const slots = new Map<string, Slot>();
  const byAlias = new Map<string, Slot>();
  /** In the order in which room is made. */
  const entries = new Set<Entry>();
  const pinned = new Set<Entry>();
  let weight = 0;

  function slotOf(key: string): Slot {
    const known = slots.get(key);
    if (known !== undefined) return known;
    const slot = { tree: createAnswerTree<Entry>(), aliases: [] };
    slots.set(key, slot);
    return slot;
  }

  function forget(entry: Entry): void {
    if (!entries.delete(entry)) return;
    if (!pinned.delete(entry)) weight -= entry.weight;
  }

  function remove(entry: Entry): void {
    forget(entry);
    const slot = slots.get(entry.key);
    if (slot === undefined || entry.isPrivate) return;
    slot.tree.remove(entry.asked, entry);
    if (!slot.tree.isEmpty) return;
    slots.delete(entry.key);
    for (const alias of slot.aliases) byAlias.delete(alias);
  }

  /** What was of use since the last time gets another turn. */
  function makeRoom(): readonly Entry[] {
    const gone: Entry[] = [];
    for (const entry of entries) {
      if (weight <= budget) break;
      if (pinned.has(entry)) continue;
      if (entry.wasUsed) {
        entry.wasUsed = false;
        entries.delete(entry);
        entries.add(entry);
        continue;
      }
      remove(entry);
      gone.push(entry);
    }
    return gone;
  }

  function findIn(slot: Slot | undefined, ask: Ask): Entry | undefined {
    const entry = slot?.tree.find(ask);
    if (entry === undefined || !entry.isFresh) return undefined;
    entry.wasUsed = true;
    return entry;
  }

  /** Answers what stood in its way. */
  function file(entry: Entry): readonly Entry[] {
    entries.add(entry);
    if (entry.isPrivate) return [];
    const displaced = slotOf(entry.key).tree.put(entry.asked, entry);
    for (const each of displaced) forget(each);
    return displaced;
  }

  return {
    find: (key, ask) => findIn(slots.get(key), ask),
    findByAlias: (alias, ask) => findIn(byAlias.get(alias), ask),
    addAlias(alias, key) {
      const slot = slots.get(key);
      if (slot === undefined || byAlias.has(alias) || slot.aliases.length >= mostAliases) return;
      slot.aliases.push(alias);
      byAlias.set(alias, slot);
    },
    add(entry) {
      const displaced = file(entry);
      weight += entry.weight;
      return [...displaced, ...makeRoom()];
    },
    addPinned(entry) {
      pinned.add(entry);
      return file(entry);
    },
    remove,
    pin(entry) {
      if (!entries.has(entry) || pinned.has(entry)) return;
      pinned.add(entry);
      weight -= entry.weight;
    },
    unpin(entry) {
      if (!pinned.delete(entry)) return;
      weight += entry.weight;
    },
    get weight() {
      return weight;
    },
    get size() {
      return entries.size;
    },
  };
}
