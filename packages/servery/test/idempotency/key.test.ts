import { contract, mutation, nothing, sensitive } from "servery";
import { expect, test } from "vitest";
import * as z from "zod";

import { createFakeIdentity } from "../access/fake-identity.ts";
import { makeDatabaseFile, readRows } from "../access/stored-rows.ts";
import { ask, bindService } from "../service/bind.fixture.ts";

const input = z.object({ password: z.string(), note: z.string() });
const change = mutation({ path: "/change", input, output: nothing });
const vault = contract({
  name: "vault",
  operations: {
    change,
    changeSecretly: sensitive({ ...change, path: "/change-secretly" }),
    changeInPart: sensitive({ ...change, path: "/change-in-part" }, "password"),
  },
});

function openVault() {
  const file = makeDatabaseFile();
  const handle = () => undefined;
  const handlers = { change: handle, changeSecretly: handle, changeInPart: handle };
  const settings = { database: file, mode: "dev" as const, tables: {}, handlers };
  const { service } = bindService(vault, settings, {}, createFakeIdentity({ ada: {} }));
  const send = (path: string, key: string) =>
    ask(service, path, {
      json: { password: "open sesame", note: "" },
      headers: {
        "content-type": "application/json",
        authorization: "Bearer ada",
        "idempotency-key": `"${key}"`,
      },
    });
  return { service, send, file };
}

const unguessable = "3f0c6e1a-8a53-4e0e-9a0e-6f2f6b6f1d20";

test.each(["/change-secretly", "/change-in-part"])(
  "a signed-in caller's key for %s must be unguessable, for it guards the password's fingerprint",
  async (path) => {
    const { service, send, file } = openVault();
    for (const weak of ["1", "change-2026-11-21", "0".repeat(40), unguessable.slice(0, 20)]) {
      const { status, json } = await send(path, weak);
      expect([weak, status, json?.["code"]]).toEqual([weak, 400, "malformed_request"]);
      expect(json?.["detail"]).toMatch(/of a sensitive operation must be unguessable/);
    }
    expect((await send(path, unguessable)).status).toBe(204);
    await service.close();
    expect(readRows(file, "SELECT count(*) AS n FROM servery_idempotency")).toEqual([{ n: 1 }]);
  },
);

test("what is not sensitive may be sent under any key of one's own", async () => {
  const { send } = openVault();
  expect((await send("/change", "42")).status).toBe(204);
});
