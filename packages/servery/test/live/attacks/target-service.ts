import { serve } from "servery/node";
import { type Db, type Handlers, type ServiceSettings, silentLog } from "servery/server";
import { onTestFinished } from "vitest";

import { bindClub, password, quickHash } from "../../identity/fixture.ts";
import { admin, gold, reading, tables, target } from "./target-contract.ts";

type TargetDb = Db<typeof tables>;

async function toBodies(db: TargetDb) {
  const notes = await db.selectFrom("notes").select("body").orderBy("id").execute();
  return { bodies: notes.map(({ body }) => body) };
}

/** Reads a table, so that what it answers may be kept. */
async function touch(db: TargetDb): Promise<void> {
  await db.selectFrom("items").select("stock").execute();
}

const echoText = async ({ input, db }: { input: { text: string }; db: TargetDb }) => {
  await touch(db);
  return { text: input.text };
};
const allNotes = ({ db }: { db: TargetDb }) => toBodies(db.unrestricted as unknown as TargetDb);
const ownNotes = ({ db }: { db: TargetDb }) => toBodies(db);

const handlers: Handlers<typeof target.operations, typeof tables> = {
  notes: {
    mine: ownNotes,
    open: ownNotes,
    scoped: ownNotes,
    office: allNotes,
    lounge: allNotes,
    vault: allNotes,
    write: async ({ input, user, db }) => {
      const values = { ownerId: user?.id ?? "nobody", body: input.body };
      await db.unrestricted.insertInto("notes").values(values).execute();
    },
  },
  asks: {
    who: async ({ user, db }) => {
      await touch(db);
      return { words: user?.id ?? "nobody" };
    },
    credential: async ({ user, db }) => {
      await touch(db);
      return { words: user?.credentialId ?? "none" };
    },
    rights: async ({ user, db }) => {
      await touch(db);
      return { words: [admin, gold, reading].map((each) => user?.has(each)).join() };
    },
    refusal: async ({ user, db, fail }) => {
      await touch(db);
      throw fail("refused", { who: user?.id ?? "nobody" });
    },
    language: async ({ headers, db }) => {
      await touch(db);
      return { words: headers.get("accept-language") ?? "none" };
    },
  },
  echo: {
    kept: echoText,
    unkept: echoText,
    path: echoText,
    unkeptPath: echoText,
    posted: echoText,
    rare: echoText,
    wide: async ({ input, db }) => {
      await touch(db);
      return { text: input.text.padEnd(input.letters, "x") };
    },
  },
};

/** Opens it over real HTTP, with accounts for ada, bob and the administrator root, on a clock that stands still. */
export async function openTarget(settings: ServiceSettings = {}) {
  const opened = bindClub(
    target,
    {
      tables,
      mode: "dev",
      rate: false,
      live: { auditEvery: 0 },
      ...settings,
      handlers,
    },
    quickHash,
  );
  const { service } = opened;
  const ids: Record<string, string> = {};
  for (const name of ["ada", "bob", "root"]) {
    const roles = name === "root" ? [admin] : [];
    const { id: userId } = await service.accounts.create({ email: emailOf(name), password, roles });
    ids[name] = userId;
  }
  const served = await serve(service, { port: 0, signals: false, log: silentLog });
  onTestFinished(async () => {
    served.server.closeAllConnections();
    await served.close();
  });
  return { ...opened, ids, url: served.url };
}

export function emailOf(name: string): string {
  return `${name}@target.example`;
}

export type Target = Awaited<ReturnType<typeof openTarget>>;
