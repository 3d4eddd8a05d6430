import type { Needle } from "./needles.ts";

/** A needle that was found. */
export interface NeedleHit {
  readonly needle: Needle;
  /** Where it starts, in bytes from the start of what was read. */
  readonly start: number;
}

/** A reading of one stream of bytes, which may come in pieces: what stands across a border is found too. */
export interface NeedleScan {
  /**
   * Reads on, and answers what ends within this piece.
   * @param piece bytes, or text that is read as UTF-8. A surrogate pair must not be cut.
   */
  push(piece: Uint8Array | string): readonly NeedleHit[];
}

/** Looks for many needles at once, in one pass. */
export interface NeedleSearch {
  readonly isEmpty: boolean;
  begin(): NeedleScan;
  /** Whether a whole text has any of them: the first that ends in it. Makes nothing where there is none. */
  findIn(text: string): Needle | undefined;
}

/** The state before anything was read. */
const root = 0;

/**
 * Makes a search of all needles: the automaton of Aho and Corasick (CACM 18:6, 1975), as one table of states by the classes
 * of bytes that needles have. A byte costs one look into the table, however many needles there are; what is carried over
 * from piece to piece is the number of a state.
 */
export function createNeedleSearch(needles: readonly Needle[]): NeedleSearch {
  const wanted = needles.filter(({ bytes }) => bytes.length > 0);
  const { classes, width } = toClasses(wanted);
  const { steps, ends } = toAutomaton(wanted, classes, width);
  const isEnd = Uint8Array.from(ends, (found) => (found === undefined ? 0 : 1));

  function scan(): NeedleScan {
    let state = root;
    let read = 0;
    const hits: NeedleHit[] = [];
    function step(byte: number): void {
      state = steps[state * width + classes[byte]!]!;
      read++;
      if (isEnd[state] === 1)
        for (const needle of ends[state]!) hits.push({ needle, start: read - needle.bytes.length });
    }
    return {
      push(piece) {
        if (typeof piece === "string") eachByte(piece, step);
        else for (let at = 0; at < piece.length; at++) step(piece[at]!);
        return hits.splice(0);
      },
    };
  }

  return {
    isEmpty: wanted.length === 0,
    begin: scan,
    findIn(text) {
      let state = root;
      for (let at = 0; at < text.length; at++) {
        const unit = text.charCodeAt(at);
        if (unit > 0x7f) return findSlowly(text);
        state = steps[state * width + classes[unit]!]!;
        if (isEnd[state] === 1) return ends[state]![0];
      }
      return undefined;
    },
  };

  function findSlowly(text: string): Needle | undefined {
    return scan().push(text)[0]?.needle;
  }
}

const encoder = new TextEncoder();

/** Of plain ASCII the units are the bytes. */
function eachByte(text: string, visit: (byte: number) => void): void {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) {
      for (const byte of encoder.encode(text.slice(at))) visit(byte);
      return;
    }
    visit(unit);
  }
}

/** Bytes that no needle has are all of class 0, and lead to the root. */
function toClasses(needles: readonly Needle[]): { classes: Uint16Array; width: number } {
  const classes = new Uint16Array(256);
  let width = 1;
  for (const { bytes } of needles)
    for (const byte of bytes) if (classes[byte] === 0) classes[byte] = width++;
  return { classes, width };
}

interface Automaton {
  /** Where a state leads by a class. */
  readonly steps: Uint32Array;
  /** The needles that end in a state. */
  readonly ends: readonly (readonly Needle[] | undefined)[];
}

function toAutomaton(needles: readonly Needle[], classes: Uint16Array, width: number): Automaton {
  const most = 1 + needles.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const steps = new Uint32Array(most * width);
  const ends: Needle[][] = [];
  let states = 1;
  for (const needle of needles) {
    let state = root;
    for (const byte of needle.bytes) {
      const place = state * width + classes[byte]!;
      if (steps[place] === root) steps[place] = states++;
      state = steps[place]!;
    }
    (ends[state] ??= []).push(needle);
  }
  const linked = linkStates(steps, ends, width, states);
  return { steps: linked, ends: Array.from({ length: states }, (_, state) => ends[state]) };
}

/** Lets each state lead on where it has no step of its own: as the longest suffix of what it stands for would. */
function linkStates(
  steps: Uint32Array,
  ends: Needle[][],
  width: number,
  states: number,
): Uint32Array {
  const suffixes = new Uint32Array(states);
  const waiting: number[] = [];
  for (let kind = 0; kind < width; kind++) if (steps[kind] !== root) waiting.push(steps[kind]!);
  for (const state of waiting) {
    const suffix = suffixes[state]!;
    for (let kind = 0; kind < width; kind++) {
      const place = state * width + kind;
      const beyond = steps[suffix * width + kind]!;
      const next = steps[place]!;
      if (next === root) {
        steps[place] = beyond;
        continue;
      }
      suffixes[next] = beyond;
      const shorter = ends[beyond];
      if (shorter !== undefined) ends[next] = [...(ends[next] ?? []), ...shorter];
      waiting.push(next);
    }
  }
  // Not a copy: for a long key it is many megabytes.
  return steps.subarray(0, states * width);
}
