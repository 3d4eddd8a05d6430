import { action, contract, identity, mutation, nothing, plan, query, role } from "servery";
import { type Db, id, owner, ref, type ServiceOptions, table, text, users } from "servery/server";
import { describe, expect, test } from "vitest";
import * as z from "zod";

import {
  bindClub,
  otherPassword,
  password,
  quickHash,
  readStored,
  temporaryFile,
} from "./fixture.ts";

const members = plan("members");
const clerk = role("clerk");
const email = "ada@example.com";

const tables = {
  users,
  notes: table(
    "notes",
    { id: id(), userId: ref(() => users), text: text() },
    { policy: owner("userId") },
  ),
};
const pay = mutation({
  path: "/pay",
  input: z.object({ goesWrong: z.boolean() }),
  output: nothing,
});
const subscribe = action({
  path: "/subscribe",
  input: z.object({ goesWrong: z.boolean() }),
  output: nothing,
});
const people = query({ path: "/people", output: z.object({ emails: z.array(z.string()) }) });
const rename = mutation({ path: "/rename", output: z.object({ changed: z.int() }) });
const shop = contract({
  name: "shop",
  operations: { ...identity({ plans: [members], roles: [clerk] }), pay, subscribe, people, rename },
});

type Options = ServiceOptions<typeof shop.operations, typeof tables>;

function openShop(settings: Partial<Options> = {}) {
  return bindClub(
    shop,
    {
      tables,
      handlers: {
        pay: ({ input, user, accounts }) => {
          accounts.grant(user.id, members);
          if (input.goesWrong) throw new Error("no money");
        },
        subscribe: ({ input, user, write }) =>
          write(async (db, accounts) => {
            await db.insertInto("notes").values({ userId: user.id, text: "subscribed" }).execute();
            accounts.grant(user.id, members);
            if (input.goesWrong) throw new Error("no money");
          }),
        people: async ({ db }) => ({
          emails: (await db.selectFrom("users").select("email").execute()).map((row) => row.email),
        }),
        rename: async ({ db }) => {
          const changes = { email: "mallory@example.com", emailKey: "mallory@example.com" };
          const { numUpdatedRows } = await db.updateTable("users").set(changes).executeTakeFirst();
          return { changed: Number(numUpdatedRows) };
        },
      },
      ...settings,
    },
    quickHash,
  );
}

async function openWithAda(settings: Partial<Options> = {}) {
  const opened = openShop(settings);
  const { id: userId } = await opened.service.accounts.create({ email, password, name: "Ada" });
  await opened.service.write((db: Db<typeof tables>) =>
    db.insertInto("notes").values({ userId, text: "Ada's own note" }).execute(),
  );
  const ada = opened.browser();
  await ada.signIn(email);
  return { ...opened, ada, userId };
}

describe("a user who leaves", () => {
  const onDelete: NonNullable<Options["identity"]>["onDelete"] = async ({ db, userId }) => {
    await (db as Db<typeof tables>).deleteFrom("notes").where("userId", "=", userId).execute();
  };

  test("is gone with everything, is told so, and may come again", async () => {
    const database = temporaryFile();
    const { ada, mails, browser, userId } = await openWithAda({ database, identity: { onDelete } });
    const phone = browser();
    await phone.signIn(email);
    expect((await ada.post("/auth/delete-account")).status).toBe(204);
    expect(ada.cookies.size).toBe(0);
    expect((await phone.whoAmI()).user).toBeNull();
    // Who did what is kept for a year; it has no address in it.
    const stored = readStored(database, ["servery_audit", "servery_mail", "servery_idempotency"]);
    for (const trace of [userId, email, "Ada"]) expect(stored).not.toContain(trace);
    expect((await mails())[0]).toMatchObject({
      to: email,
      subject: expect.stringMatching(/deleted/i),
    });
    expect((await ada.signIn(email)).status).toBe(401);
    expect((await ada.post("/auth/sign-up", { email, password })).status).toBe(202);
  });

  test("stays when what is theirs cannot go", async () => {
    const { ada } = await openWithAda();
    // The notes refer to the account, and nobody has said what becomes of them.
    expect((await ada.post("/auth/delete-account")).status).toBe(409);
    expect((await ada.whoAmI()).user.email).toBe(email);
  });

  test("stays, with all that is theirs, when the hook fails", async () => {
    const { ada, service } = await openWithAda({
      identity: {
        async onDelete(context) {
          await onDelete(context);
          throw new Error("the archive is closed");
        },
      },
    });
    expect((await ada.post("/auth/delete-account")).status).toBe(500);
    expect((await ada.whoAmI()).user.email).toBe(email);
    const notes = await service.read((db: Db<typeof tables>) =>
      db.selectFrom("notes").select("text").execute(),
    );
    expect(notes).toEqual([{ text: "Ada's own note" }]);
  });

  test("takes along what is kept, and nobody else's", async () => {
    const { ada, service, browser } = await openWithAda({
      identity: {
        export: ({ db }) => (db as Db<typeof tables>).selectFrom("notes").select("text").execute(),
      },
    });
    const { id: bob } = await service.accounts.create({ email: "bob@example.com", password });
    await service.write((db: Db<typeof tables>) =>
      db.insertInto("notes").values({ userId: bob, text: "Bob's" }).execute(),
    );
    const answer = await ada.get("/auth/export");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(answer.json).toMatchObject({
      account: { email, name: "Ada", sessions: [{ device: "Unknown device" }] },
      data: [{ text: "Ada's own note" }],
    });
    expect(JSON.stringify(answer.json)).not.toMatch(/phc|argon2|hash|Bob/);
    expect((await browser().get("/auth/export")).status).toBe(401);
  });
});

describe("a handler", () => {
  test.each(["/pay", "/subscribe"])(
    "that grants a plan on %s grants it with its effect or not at all",
    async (path) => {
      const { ada } = await openWithAda();
      expect((await ada.post(path, { goesWrong: true })).status).toBe(500);
      expect((await ada.whoAmI()).user.plans).toEqual([]);
      expect((await ada.post(path, { goesWrong: false })).status).toBe(204);
      expect((await ada.whoAmI()).user.plans).toEqual(["members"]);
    },
  );

  test("sees its caller's row of users, and changes none", async () => {
    const { service, ada } = await openWithAda();
    await service.accounts.create({ email: "bob@example.com", password: otherPassword });
    expect((await ada.get("/people")).json).toEqual({ emails: [email] });
    expect((await ada.post("/rename")).json).toEqual({ changed: 0 });
    expect((await ada.whoAmI()).user.email).toBe(email);
  });
});
