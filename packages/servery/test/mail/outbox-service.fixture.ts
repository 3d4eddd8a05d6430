import { request } from "node:http";

import { contract, identity } from "servery";
import { outbox } from "servery/mail";
import { serve, type ServeOptions, sqlite, writeMigration } from "servery/node";
import {
  createService,
  type MigrationFile,
  type ServiceSettings,
  silentLog,
  users,
} from "servery/server";
import { onTestFinished } from "vitest";

const club = contract({ name: "club", title: "The <Club> & Co", operations: { ...identity() } });

/** A club with accounts, served until the test ends; its mails stay in an outbox. */
export async function serveClub(settings: ServiceSettings = {}, options: ServeOptions = {}) {
  const service = createService(club, {
    database: ":temporary:",
    mode: "dev",
    log: silentLog,
    identity: { origin: "http://localhost:4000", mailer: outbox() },
    handlers: {},
    pendingMigrations: "apply",
    ...settings,
  });
  const served = await serve(service, { port: 0, signals: false, log: silentLog, ...options });
  onTestFinished(async () => {
    served.server.closeAllConnections();
    await served.close();
  });
  const { url } = served;
  const post = (path: string, body: object) =>
    fetch(`${url}/auth/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "servery-csrf": "1", origin: url },
      body: JSON.stringify(body),
    });
  return { service, url, post };
}

/** What the club's database needs in production. */
export function clubMigrations(): MigrationFile[] {
  const scratch = sqlite(":temporary:");
  const sql = writeMigration(scratch, [], { users })!;
  scratch.close();
  return [{ name: "0001-club.sql", sql }];
}

/** Asks with headers that `fetch` would not send. */
export function askRaw(url: string, path: string, headers: Record<string, string>) {
  const { port } = new URL(url);
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number; text: string }>();
  const sent = request({ host: "127.0.0.1", port, path, headers }, (response) => {
    let text = "";
    response.on("data", (chunk: Buffer) => (text += chunk.toString()));
    response.on("end", () => resolve({ status: response.statusCode!, text }));
  });
  sent.on("error", reject).end();
  return promise;
}
