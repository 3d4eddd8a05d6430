import { type NoteEditor, openNoteEditor } from "./edit-note.ts";
import { openEventStream } from "./event-stream.ts";
import type { OpenBoardClient } from "./watchers.ts";

/** Each watch is a client of its own: with a connection and a stream. */
export const openServeryClient: OpenBoardClient = async (port) => {
  // Opened when it is needed: a connection that asks for nothing is closed after ten seconds.
  let editor: NoteEditor | undefined;
  return {
    async watch(id, onChange) {
      const queries = [{ q: 1, operation: "notes.get", input: { id } }];
      const stream = await openEventStream(port, queries, onChange);
      return stream.close;
    },
    async edit(id, body) {
      editor ??= await openNoteEditor(port);
      await editor.edit(id, body);
    },
    close: () => editor?.close(),
  };
};
