/** What a query can read without the engine noticing. */
export type AmbientKind =
  | "clock"
  | "random"
  | "environment"
  | "outside"
  | "timer"
  | "state"
  | "local-time";

interface KindText {
  /** What the code does, said of a name: "`Date.now` … reads the clock". */
  readonly does: string;
  /** What comes of it. */
  readonly means: string;
  readonly fix: string;
}

const unseen = "The cache cannot know when it changes: an answer may be up to 60 s old.";

/** What is said of each kind of finding. */
export const kindTexts: Readonly<Record<AmbientKind, KindText>> = {
  clock: {
    does: "reads the clock of the process",
    means: unseen,
    fix: "Take now() of the handler's context, and pass its value on: the engine then knows how long the answer holds.",
  },
  random: {
    does: "draws at random",
    means: "The cache cannot know of it: all callers may get the same draw, for up to 60 s.",
    fix: "Take random of the handler's context: the engine then keeps no answer.",
  },
  environment: {
    does: "reads the environment of the process",
    means: unseen,
    fix: "Read it once when the module is loaded, into a constant; or keep the setting in a table.",
  },
  outside: {
    does: "reaches outside of the database",
    means: unseen,
    fix: "Ask in an action, and keep what it answers in a table that the query reads.",
  },
  timer: {
    does: "waits for time to pass",
    means: "A query holds a snapshot while it waits, and what it waits for is not seen.",
    fix: "Wait in an action, or in the client; a query awaits nothing but db.",
  },
  state: {
    does: "is kept by the process, beside the database",
    means: unseen,
    fix: "Keep it in a table, whose changes are seen; or make it a constant when the module is loaded.",
  },
  "local-time": {
    does: "depends on the zone or the language of the machine",
    means: "Two machines answer differently to the same question, and so does one that was moved.",
    fix: "Say which: a locale and a timeZone, or the UTC methods.",
  },
};
