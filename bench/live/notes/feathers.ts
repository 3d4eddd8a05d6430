import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";

import { feathers, type Params } from "@feathersjs/feathers";
import socketio from "@feathersjs/socketio";
import type { Channel } from "@feathersjs/transport-commons";

import type { StartBoard } from "./boards.ts";

interface Note {
  readonly id: number;
  readonly topic: string;
  readonly rank: number;
  readonly body: string;
}

/**
 * The board on Feathers, as its guide says: a service over a table, and a channel for each note, that whoever
 * watches it joins. It has events, no queries: that a list has changed is each client's own to find out, nothing is
 * sent again to who was away, and between a read and the joining something may fall.
 */
export const startFeathersBoard: StartBoard = async (file, count) => {
  const database = openNotes(file, count);
  const select = database.prepare("SELECT * FROM notes WHERE id = ?");
  const update = database.prepare("UPDATE notes SET body = ? WHERE id = ?");
  const find = (id: number) => ({ ...select.get(id) }) as unknown as Note;
  const app = feathers<{ notes: object; watching: object }>();
  app.configure(socketio({ transports: ["websocket"] }));
  app.use("notes", {
    get: (id: number) => Promise.resolve(find(id)),
    patch(id: number, { body }: Pick<Note, "body">): Promise<Note> {
      database.exec("BEGIN IMMEDIATE");
      update.run(body, id);
      database.exec("COMMIT");
      return Promise.resolve(find(id));
    },
  });
  app.use("watching", {
    create({ id }: Pick<Note, "id">, { connection }: Params): Promise<Note> {
      app.channel(`notes/${id}`).join(connection!);
      return Promise.resolve(find(id));
    },
  });
  const channelOf = (note: unknown): Channel => app.channel(`notes/${(note as Note).id}`);
  app.service("notes").publish("patched", channelOf);
  app.service("watching").publish(() => []);
  const server = await app.listen(0);
  if (!server.listening) await new Promise<void>((resolve) => server.once("listening", resolve));
  return { port: (server.address() as AddressInfo).port };
};

function openNotes(file: string, count: number): DatabaseSync {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE notes (
      id INTEGER PRIMARY KEY NOT NULL, topic TEXT NOT NULL, rank INTEGER NOT NULL, body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX notes_rank ON notes (rank);
    WITH RECURSIVE n (i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
      INSERT INTO notes SELECT i, 'topic ' || (i % 100), i, 'as it was put there' FROM n`);
  return database;
}
