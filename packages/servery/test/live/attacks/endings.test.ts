import { DatabaseSync } from "node:sqlite";
import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, onTestFinished, test } from "vitest";

import { otherPassword, password, temporaryFile } from "../../identity/fixture.ts";
import { openStream, poll } from "../stream-reader.ts";
import {
  type Caller,
  makeKey,
  signInByCookie,
  signInByToken,
  writeNote,
} from "./target-callers.ts";
import { admin, gold } from "./target-contract.ts";
import { openTarget, type Target } from "./target-service.ts";

const json = { "content-type": "application/json" };

describe("who watches on after", () => {
  /** How somebody comes to watch what they may, and how that ends. */
  interface Ending {
    readonly operation: string;
    readonly enter: (opened: Target) => Promise<Caller>;
    readonly end: (opened: Target, caller: Caller, file: string) => Promise<unknown>;
    /** Whose rows tell of what comes after. */
    readonly owner: string;
    /** Whether they may still watch, and see less. */
    readonly goesOn?: true;
  }
  const ada = (opened: Target) => signInByCookie(opened, "ada");
  const asAda = { operation: "notes.mine", enter: ada, owner: "ada" } as const;
  const send = (
    opened: Target,
    path: string,
    { headers }: Caller,
    body?: object,
    method = "POST",
  ) =>
    fetch(opened.url + path, {
      method,
      headers: { ...headers, ...(body && json) },
      ...(body && { body: JSON.stringify(body) }),
    }).then(({ ok, status }) => expect(ok, String(status)).toBe(true));
  const goldMember = async (opened: Target, until: number | null) => {
    await opened.service.accounts.grant(opened.ids["ada"]!, gold, { until });
    return ada(opened);
  };

  const endings: Readonly<Record<string, Ending>> = {
    "signing out": {
      ...asAda,
      end: (opened, caller) => send(opened, "/auth/sign-out", caller),
    },
    "another session changed the password": {
      ...asAda,
      end: async (opened) => {
        const body = { currentPassword: password, newPassword: otherPassword };
        await send(opened, "/auth/change-password", await ada(opened), body);
      },
    },
    "another session ended it": {
      ...asAda,
      end: async (opened) => send(opened, "/auth/sessions/revoke-others", await ada(opened)),
    },
    "deleting the account": {
      ...asAda,
      end: (opened, caller) => send(opened, "/auth/delete-account", caller),
    },
    "being disabled": {
      ...asAda,
      end: ({ service, ids }) => service.accounts.setDisabled(ids["ada"]!, true),
    },
    "being disabled by another process": {
      ...asAda,
      end: async ({ service, ids }, _, file) => {
        const other = service.with({ database: file });
        await other.accounts.setDisabled(ids["ada"]!, true);
        await other.close();
      },
    },
    "being disabled by SQL": {
      ...asAda,
      end: async ({ ids }, _, file) => {
        using other = new DatabaseSync(file, { timeout: 5000 });
        other.prepare("DELETE FROM servery_sessions WHERE user_id = ?").run(ids["ada"]!);
      },
    },
    "losing a role": {
      operation: "notes.office",
      enter: (opened) => signInByCookie(opened, "root"),
      end: ({ service, ids }) => service.accounts.revoke(ids["root"]!, admin),
      owner: "ada",
    },
    "losing a role that a policy asks for": {
      operation: "notes.mine",
      enter: (opened) => signInByCookie(opened, "root"),
      end: ({ service, ids }) => service.accounts.revoke(ids["root"]!, admin),
      owner: "ada",
      goesOn: true,
    },
    "losing a plan": {
      operation: "notes.lounge",
      enter: (opened) => goldMember(opened, null),
      end: ({ service, ids }) => service.accounts.revoke(ids["ada"]!, gold),
      owner: "bob",
    },
    "a plan's end, at once": {
      operation: "notes.lounge",
      enter: (opened) => goldMember(opened, opened.clock.now() + 500),
      end: async ({ clock }) => clock.advance(500),
      owner: "bob",
    },
    "the time in which a sign-in is fresh, at once": {
      operation: "notes.vault",
      enter: ada,
      // No word of life comes between.
      end: async ({ clock }) => clock.advance(600_001),
      owner: "bob",
    },
    "its token's end": {
      operation: "notes.mine",
      enter: (opened) => signInByToken(opened, "ada"),
      end: async ({ clock }) => {
        for (let second = 0; second < 11 * 60; second++) clock.advance(1000);
      },
      owner: "ada",
    },
    "its key was deleted": {
      operation: "notes.scoped",
      enter: (opened) => makeKey(opened, "ada"),
      end: async (opened, caller) => {
        const { id } = caller as Caller & { id: string };
        await send(opened, `/auth/api-keys/${id}`, await ada(opened), undefined, "DELETE");
      },
      owner: "ada",
    },
  };

  test.each(Object.entries(endings))(
    "%s is told nothing more",
    async (_, { operation, enter, end, owner, goesOn }) => {
      const file = temporaryFile();
      const opened = await openTarget({ database: file });
      const { url, service, clock } = opened;
      await writeNote(opened, owner, "before");
      const caller = await enter(opened);
      const { headers } = caller;
      const query = { q: 1, operation };
      const stream = await openStream(url, [query], headers);
      const told = [await stream.next()];
      expect(told).toMatchObject([{ full: { bodies: ["before"] } }]);
      const { hash } = told[0] as { hash: string };
      const polled = poll(url, [{ ...query, hash }], 25_000, headers).catch(String);
      const inside: unknown[] = [];
      const stop = service.watch(
        operation,
        undefined,
        {
          onOutput: (output) => void inside.push(output),
          onProblem: (error) => void inside.push(error),
        },
        // As a page's server passes on what it was sent.
        { headers: { host: "localhost", ...headers } },
      );
      onTestFinished(stop);
      await expect.poll(() => inside).toEqual([{ bodies: ["before"] }]);
      await expect.poll(() => service.status().live!.watches).toBe(3);
      await end(opened, caller, file);
      // Another process's commits are looked for by the clock.
      clock.advance(100);
      for (let round = 0; round < 5; round++) await turn();
      await writeNote(opened, owner, "SECRET");
      for (let second = 0; second < 40; second++) {
        clock.advance(1000);
        await turn();
      }
      for (let frame = told[0]; frame !== undefined; told.push(frame)) {
        frame = await stream.next();
        if (frame === undefined || "beat" in frame) break;
      }
      expect(JSON.stringify([told, await polled, inside])).not.toContain("SECRET");
      // The poll is over either way.
      await expect.poll(() => service.status().live!.watches).toBe(goesOn ? 2 : 0);
      stream.leave();
    },
  );
});
