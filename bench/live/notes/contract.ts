import { contract, mutation, nothing, query } from "servery";
import * as z from "zod";

const Note = z.object({ id: z.int(), topic: z.string(), rank: z.int(), body: z.string() });
const byId = z.object({ id: z.int() });

/** One row by its key. */
const getNote = query({
  path: "/notes/:id",
  access: "public",
  input: byId,
  output: Note.nullable(),
});

/** The rows of a range. */
const notesBetween = query({
  path: "/notes",
  access: "public",
  input: z.object({ from: z.int(), to: z.int() }),
  output: z.object({ items: z.array(Note) }),
});

const editNote = mutation({
  path: "/notes/:id",
  access: "public",
  input: z.object({ id: z.int(), body: z.string().max(200) }),
  output: nothing,
});

/** A board of notes, for whoever wants to watch it. */
export const board = contract({
  name: "board",
  operations: { notes: { get: getNote, between: notesBetween, edit: editNote } },
});
