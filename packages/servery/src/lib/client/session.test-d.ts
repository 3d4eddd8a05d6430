import { expectTypeOf, test } from "vitest";

import type { Account } from "../contract/identity/shapes.ts";
import { shop } from "./accounts-contract.fixture.ts";
import { createClient } from "./client.ts";
import { store as withoutIdentity } from "./fake-service.fixture.ts";
import { sessionOf } from "./session.ts";

const client = createClient(shop, { url: "https://shop.example" });

test("a session's user is what the contract says of users", () => {
  const session = sessionOf(client);
  expectTypeOf(session.user).toEqualTypeOf<Account | undefined>();
  const { current } = session;
  if (current.state === "signed_in") expectTypeOf(current.user).toEqualTypeOf<Account>();
  else expectTypeOf(current.user).toEqualTypeOf<undefined>();
  if (current.state === "signed_out")
    expectTypeOf(current.reason).toEqualTypeOf<"signed_out" | "ended" | undefined>();
});

test("a client without identity has no session", () => {
  const stranger = createClient(withoutIdentity, { url: "https://shop.example" });
  // @ts-expect-error the sentence says what to add
  sessionOf(stranger);
});
