import { AnswerTree } from "./answer-tree.ts";
import type { Entry } from "./entry.ts";
import type { Ask } from "./question.ts";

/** Everything that is kept, by query and by what its runs asked. */
export interface EntryStore {
  /** The entry of a query for such a caller. */
  find(key: string, ask: Ask): Entry | undefined;
  /** The same, by a text that was found to lead to the query. */
  findByAlias(alias: string, ask: Ask): Entry | undefined;
  /** Lets a text lead to a query as long as anything is kept of it. */
  addAlias(alias: string, key: string): void;
  /** Keeps an entry, and answers those that had to go for it. They are out already. */
  add(entry: Entry): readonly Entry[];
  /** Keeps an entry that is in use, and so stays whatever it weighs. */
  addPinned(entry: Entry): readonly Entry[];
  /** The same, for those alone who have it. */
  addHidden(entry: Entry): void;
  remove(entry: Entry): void;
  /** Removes everything. */
  clear(): void;
  /** From now on it is in use. */
  pin(entry: Entry): void;
  /** It is in use no more: answers those that have to go then, which it may be itself. */
  unpin(entry: Entry): readonly Entry[];
  isPinned(entry: Entry): boolean;
  /** What there is that is not in use, in bytes, roughly. */
  readonly weight: number;
  /** The same of what is in use. */
  readonly pinnedWeight: number;
  readonly size: number;
}

/** All that can be found of one query. */
interface Slot {
  readonly tree: AnswerTree<Entry>;
  readonly aliases: string[];
}

/** Spellings of one query that are known. */
const mostAliases = 8;
/** The part of the budget that all spellings may take, in characters. */
const aliasShare = 0.1;

/** Makes a store that holds `budget` bytes, roughly; beside what is in use. */
export function createEntryStore(budget: number): EntryStore {
  const slots = new Map<string, Slot>();
  const byAlias = new Map<string, Slot>();
  let aliasLetters = 0;
  /** What may go, in the order in which room is made. */
  const entries = new Set<Entry>();
  const pinned = new Set<Entry>();
  let weight = 0;
  let pinnedWeight = 0;

  function use(entry: Entry): void {
    pinned.add(entry);
    pinnedWeight += entry.weight;
  }

  function release(entry: Entry): boolean {
    const wasUsed = pinned.delete(entry);
    if (wasUsed) pinnedWeight -= entry.weight;
    return wasUsed;
  }

  function forget(entry: Entry): void {
    entry.isFiled = false;
    if (entries.delete(entry)) weight -= entry.weight;
  }

  function removeAlias(alias: string): void {
    if (byAlias.delete(alias)) aliasLetters -= alias.length;
  }

  function remove(entry: Entry): void {
    release(entry);
    const slot = entry.isFiled ? slots.get(entry.key) : undefined;
    forget(entry);
    if (slot === undefined) return;
    slot.tree.remove(entry.asked, entry);
    if (!slot.tree.isEmpty) return;
    slots.delete(entry.key);
    for (const alias of slot.aliases) removeAlias(alias);
  }

  /** Until it takes no more than this. What was of use since the last time gets another turn. */
  function makeRoom(most: number): readonly Entry[] {
    const gone: Entry[] = [];
    for (const entry of entries) {
      if (weight <= most) break;
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

  /** Lets it be found; answers what stood in its way. What is in use of that stays, and is found no more. */
  function file(entry: Entry): readonly Entry[] {
    const slot = slots.get(entry.key) ?? { tree: new AnswerTree<Entry>(), aliases: [] };
    slots.set(entry.key, slot);
    const displaced = slot.tree.put(entry.asked, entry);
    for (const each of displaced) forget(each);
    entry.isFiled = true;
    return displaced.filter((each) => !pinned.has(each));
  }

  function findIn(slot: Slot | undefined, ask: Ask): Entry | undefined {
    const entry = slot?.tree.find(ask);
    if (entry !== undefined) entry.wasUsed = true;
    return entry;
  }

  return {
    find: (key, ask) => findIn(slots.get(key), ask),
    findByAlias: (alias, ask) => findIn(byAlias.get(alias), ask),
    addAlias(alias, key) {
      const slot = slots.get(key);
      if (slot === undefined || byAlias.has(alias) || slot.aliases.length >= mostAliases) return;
      if (aliasLetters + alias.length > budget * aliasShare) {
        // They only save some work, and are known again soon.
        for (const each of byAlias.values()) each.aliases.length = 0;
        byAlias.clear();
        aliasLetters = 0;
      }
      slot.aliases.push(alias);
      byAlias.set(alias, slot);
      aliasLetters += alias.length;
    },
    add(entry) {
      const gone = [...makeRoom(budget - entry.weight), ...file(entry)];
      entries.add(entry);
      weight += entry.weight;
      return gone;
    },
    addPinned(entry) {
      use(entry);
      return file(entry);
    },
    addHidden: use,
    remove,
    clear() {
      for (const all of [entries, pinned]) for (const entry of all) entry.isFiled = false;
      slots.clear();
      byAlias.clear();
      aliasLetters = 0;
      entries.clear();
      pinned.clear();
      weight = 0;
      pinnedWeight = 0;
    },
    pin(entry) {
      if (!entries.delete(entry)) return;
      weight -= entry.weight;
      use(entry);
    },
    unpin(entry) {
      if (!release(entry)) return [];
      if (!entry.isFiled) return [entry];
      entries.add(entry);
      weight += entry.weight;
      return makeRoom(budget);
    },
    isPinned: (entry) => pinned.has(entry),
    get weight() {
      return weight;
    },
    get pinnedWeight() {
      return pinnedWeight;
    },
    get size() {
      return entries.size + pinned.size;
    },
  };
}
