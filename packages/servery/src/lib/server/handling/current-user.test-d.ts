import { expectTypeOf, test } from "vitest";
import * as z from "zod";

import { plan, role, scope } from "../../contract/access.ts";
import { contract } from "../../contract/contract.ts";
import { identity } from "../../contract/identity/identity.ts";
import { mutation, query } from "../../contract/operation.ts";
import { createClient } from "../../client/client.ts";
import type { CurrentUser } from "./current-user.ts";
import type { Handlers } from "./handler.ts";

const output = z.object({ id: z.string() });
const admin = role("admin");
const operations = {
  open: query({ path: "/open", access: "public", output }),
  own: query({ path: "/own", output }),
  administered: mutation({ path: "/administered", access: [admin, "fresh"], output }),
};

test("a handler's user is there unless its operation is public", () => {
  const handlers: Handlers<typeof operations> = {
    open: ({ user }) => {
      expectTypeOf(user).toEqualTypeOf<CurrentUser | undefined>();
      return { id: user?.id ?? "" };
    },
    own: ({ user }) => {
      expectTypeOf(user).toEqualTypeOf<CurrentUser>();
      return { id: user.id };
    },
    administered: ({ user }) => {
      expectTypeOf(user.has(admin)).toBeBoolean();
      return { id: user.id };
    },
  };
  expectTypeOf(handlers).not.toBeAny();
});

test("identity's operations need no handler", () => {
  const withAccounts = { ...operations, ...identity({ totp: true }) };
  expectTypeOf<Handlers<typeof withAccounts>["auth"]>().toExtend<object | undefined>();
  const { open, own, administered } = {} as Handlers<typeof operations>;
  const handlers: Handlers<typeof withAccounts> = { open, own, administered };
  expectTypeOf(handlers).not.toBeAny();
});

test("identity has the operations that its options name", () => {
  const shop = contract({
    name: "shop",
    operations: identity({
      administrators: admin,
      plans: [plan("members")],
      scopes: [scope("orders:read")],
      tokens: true,
    }),
  });
  const client = createClient(shop);
  expectTypeOf(client.auth.apiKeys.create).toBeFunction();
  expectTypeOf(client.auth.refresh).toBeFunction();
  expectTypeOf(client.auth.users.list).toBeFunction();
  // @ts-expect-error passkeys were not named
  void client.auth.passkeys;
  expectTypeOf(client.auth.signIn).parameter(0).toExtend<{ email: string; password: string }>();
});
