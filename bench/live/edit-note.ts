import { randomUUID } from "node:crypto";

import { type Connection, openConnection } from "../load/connection.ts";

/** Edits notes, one after the other, on a connection of its own. */
export interface NoteEditor {
  /** Answers once the edit was acknowledged. */
  edit(id: number, body: string): Promise<void>;
  close(): void;
}

/** Opens an editor of a board's notes over plain HTTP. */
export async function openNoteEditor(port: number): Promise<NoteEditor> {
  let settle: (status: number) => void = () => {};
  const connection: Connection = await openConnection(
    port,
    (status) => settle(status),
    (error) => {
      throw error;
    },
  );
  return {
    async edit(id, body) {
      const { promise, resolve } = Promise.withResolvers<number>();
      settle = resolve;
      connection.send(toEditRequest(id, body));
      const status = await promise;
      if (status !== 204) throw new Error(`An edit was answered by ${status}.`);
    },
    close: connection.close,
  };
}

/** The bytes of one edit. ASCII only. */
export function toEditRequest(id: number, body: string): string {
  const sent = JSON.stringify({ body });
  return (
    `POST /notes/${id} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: keep-alive\r\n` +
    `content-type: application/json\r\nidempotency-key: "${randomUUID()}"\r\n` +
    `sec-fetch-site: same-origin\r\nservery-csrf: 1\r\ncontent-length: ${sent.length}\r\n\r\n${sent}`
  );
}
